//! The characters that folding makes alike.

use std::ops::RangeInclusive;

/// Characters that count as `'`, with their Unicode names.
pub const SINGLE: &[(char, &str)] = &[
    ('\u{27}', "APOSTROPHE"),
    ('\u{2bb}', "MODIFIER LETTER TURNED COMMA"),
    ('\u{2bc}', "MODIFIER LETTER APOSTROPHE"),
    ('\u{5f3}', "HEBREW PUNCTUATION GERESH"),
    ('\u{2018}', "LEFT SINGLE QUOTATION MARK"),
    ('\u{2019}', "RIGHT SINGLE QUOTATION MARK"),
    ('\u{201a}', "SINGLE LOW-9 QUOTATION MARK"),
    ('\u{201b}', "SINGLE HIGH-REVERSED-9 QUOTATION MARK"),
    ('\u{2039}', "SINGLE LEFT-POINTING ANGLE QUOTATION MARK"),
    ('\u{203a}', "SINGLE RIGHT-POINTING ANGLE QUOTATION MARK"),
    ('\u{275b}', "HEAVY SINGLE TURNED COMMA QUOTATION MARK ORNAMENT"),
    ('\u{275c}', "HEAVY SINGLE COMMA QUOTATION MARK ORNAMENT"),
    ('\u{275f}', "HEAVY LOW SINGLE COMMA QUOTATION MARK ORNAMENT"),
    ('\u{ff07}', "FULLWIDTH APOSTROPHE"),
];

/// Characters that count as `"`, with their Unicode names.
pub const DOUBLE: &[(char, &str)] = &[
    ('\u{22}', "QUOTATION MARK"),
    ('\u{ab}', "LEFT-POINTING DOUBLE ANGLE QUOTATION MARK"),
    ('\u{bb}', "RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK"),
    ('\u{2ee}', "MODIFIER LETTER DOUBLE APOSTROPHE"),
    ('\u{5f4}', "HEBREW PUNCTUATION GERSHAYIM"),
    ('\u{201c}', "LEFT DOUBLE QUOTATION MARK"),
    ('\u{201d}', "RIGHT DOUBLE QUOTATION MARK"),
    ('\u{201e}', "DOUBLE LOW-9 QUOTATION MARK"),
    ('\u{201f}', "DOUBLE HIGH-REVERSED-9 QUOTATION MARK"),
    ('\u{275d}', "HEAVY DOUBLE TURNED COMMA QUOTATION MARK ORNAMENT"),
    ('\u{275e}', "HEAVY DOUBLE COMMA QUOTATION MARK ORNAMENT"),
    ('\u{2760}', "HEAVY LOW DOUBLE COMMA QUOTATION MARK ORNAMENT"),
    ('\u{2e42}', "DOUBLE LOW-REVERSED-9 QUOTATION MARK"),
    ('\u{300c}', "LEFT CORNER BRACKET"),
    ('\u{300d}', "RIGHT CORNER BRACKET"),
    ('\u{300e}', "LEFT WHITE CORNER BRACKET"),
    ('\u{300f}', "RIGHT WHITE CORNER BRACKET"),
    ('\u{301d}', "REVERSED DOUBLE PRIME QUOTATION MARK"),
    ('\u{301e}', "DOUBLE PRIME QUOTATION MARK"),
    ('\u{301f}', "LOW DOUBLE PRIME QUOTATION MARK"),
    ('\u{fe41}', "PRESENTATION FORM FOR VERTICAL LEFT CORNER BRACKET"),
    ('\u{fe42}', "PRESENTATION FORM FOR VERTICAL RIGHT CORNER BRACKET"),
    ('\u{fe43}', "PRESENTATION FORM FOR VERTICAL LEFT WHITE CORNER BRACKET"),
    ('\u{fe44}', "PRESENTATION FORM FOR VERTICAL RIGHT WHITE CORNER BRACKET"),
    ('\u{ff02}', "FULLWIDTH QUOTATION MARK"),
    ('\u{ff62}', "HALFWIDTH LEFT CORNER BRACKET"),
    ('\u{ff63}', "HALFWIDTH RIGHT CORNER BRACKET"),
];

/// Characters that count as `-`, with their Unicode names.
pub const DASHES: &[(char, &str)] = &[
    ('\u{2d}', "HYPHEN-MINUS"),
    ('\u{58a}', "ARMENIAN HYPHEN"),
    ('\u{5be}', "HEBREW PUNCTUATION MAQAF"),
    ('\u{2010}', "HYPHEN"),
    ('\u{2011}', "NON-BREAKING HYPHEN"),
    ('\u{2012}', "FIGURE DASH"),
    ('\u{2013}', "EN DASH"),
    ('\u{2014}', "EM DASH"),
    ('\u{2015}', "HORIZONTAL BAR"),
    ('\u{2043}', "HYPHEN BULLET"),
    ('\u{2212}', "MINUS SIGN"),
    ('\u{2e17}', "DOUBLE OBLIQUE HYPHEN"),
    ('\u{2e3a}', "TWO-EM DASH"),
    ('\u{2e3b}', "THREE-EM DASH"),
    ('\u{fe58}', "SMALL EM DASH"),
    ('\u{fe63}', "SMALL HYPHEN-MINUS"),
    ('\u{ff0d}', "FULLWIDTH HYPHEN-MINUS"),
];

/// Characters that count as nothing, with their Unicode names.
pub const DROPPED: &[(char, &str)] = &[
    ('\u{ad}', "SOFT HYPHEN"),
    ('\u{34f}', "COMBINING GRAPHEME JOINER"),
    ('\u{61c}', "ARABIC LETTER MARK"),
    ('\u{180e}', "MONGOLIAN VOWEL SEPARATOR"),
    ('\u{200b}', "ZERO WIDTH SPACE"),
    ('\u{200c}', "ZERO WIDTH NON-JOINER"),
    ('\u{200d}', "ZERO WIDTH JOINER"),
    ('\u{200e}', "LEFT-TO-RIGHT MARK"),
    ('\u{200f}', "RIGHT-TO-LEFT MARK"),
    ('\u{202a}', "LEFT-TO-RIGHT EMBEDDING"),
    ('\u{202b}', "RIGHT-TO-LEFT EMBEDDING"),
    ('\u{202c}', "POP DIRECTIONAL FORMATTING"),
    ('\u{202d}', "LEFT-TO-RIGHT OVERRIDE"),
    ('\u{202e}', "RIGHT-TO-LEFT OVERRIDE"),
    ('\u{2060}', "WORD JOINER"),
    ('\u{2061}', "FUNCTION APPLICATION"),
    ('\u{2062}', "INVISIBLE TIMES"),
    ('\u{2063}', "INVISIBLE SEPARATOR"),
    ('\u{2064}', "INVISIBLE PLUS"),
    ('\u{2066}', "LEFT-TO-RIGHT ISOLATE"),
    ('\u{2067}', "RIGHT-TO-LEFT ISOLATE"),
    ('\u{2068}', "FIRST STRONG ISOLATE"),
    ('\u{2069}', "POP DIRECTIONAL ISOLATE"),
    ('\u{feff}', "ZERO WIDTH NO-BREAK SPACE"),
];

/// Characters that count as nothing, for they only choose a form of the one before: Unicode's variation selectors.
pub const VARIATION_SELECTORS: &[RangeInclusive<char>] =
    &['\u{180b}'..='\u{180d}', '\u{180f}'..='\u{180f}', '\u{fe00}'..='\u{fe0f}', '\u{e0100}'..='\u{e01ef}'];

/// Latin ligatures (the characters that Unicode names so) and their letters.
pub const LIGATURES: &[(char, &str, &str)] = &[
    ('\u{132}', "LATIN CAPITAL LIGATURE IJ", "IJ"),
    ('\u{133}', "LATIN SMALL LIGATURE IJ", "ij"),
    ('\u{152}', "LATIN CAPITAL LIGATURE OE", "OE"),
    ('\u{153}', "LATIN SMALL LIGATURE OE", "oe"),
    ('\u{fb00}', "LATIN SMALL LIGATURE FF", "ff"),
    ('\u{fb01}', "LATIN SMALL LIGATURE FI", "fi"),
    ('\u{fb02}', "LATIN SMALL LIGATURE FL", "fl"),
    ('\u{fb03}', "LATIN SMALL LIGATURE FFI", "ffi"),
    ('\u{fb04}', "LATIN SMALL LIGATURE FFL", "ffl"),
    ('\u{fb05}', "LATIN SMALL LIGATURE LONG S T", "\u{17f}t"),
    ('\u{fb06}', "LATIN SMALL LIGATURE ST", "st"),
];

//! A site's own templates: what they may do, and what is said where one is at fault.

use annals::{Options, diag::Severity};

use crate::fixture::Fixture;

const SITE: &str = "=== content/articles/a.md\n---\ntitle: T\n---\nHello Anna Berg.\n=== content/people.yaml\nanna: {name: Anna Berg}\n=== content/about.md\n---\ntitle: About\n---\nText.\n";

/// What is said of a small site with these files besides, but that it has no address; and the advice of the first error.
fn said_with_help(files: &str) -> (Vec<String>, String) {
    let fixture = Fixture::new(&format!("{SITE}{files}"));
    let mut all = fixture.build().diagnostics;
    all.retain(|one| !["no-base-url", "unused-id"].contains(&one.code.name));
    let error = all.iter().find(|one| one.severity == Severity::Error);
    let help = error.map(|one| one.help.join(" ")).unwrap_or_default();
    (all.iter().map(|one| fixture.line(one)).collect(), help)
}

fn said(files: &str) -> Vec<String> {
    said_with_help(files).0
}

fn help(files: &str) -> String {
    said_with_help(files).1
}

/// A page of a small site with these files besides, which must be without errors.
fn page(files: &str, path: &str) -> String {
    let built = Fixture::new(&format!("{SITE}{files}")).build();
    let site = built.value.site.unwrap_or_else(|| panic!("{:#?}", built.diagnostics));
    let (_, file) = site.files().iter().find(|(at, _)| at.as_str() == path).expect(path);
    String::from_utf8(file.bytes.to_vec()).unwrap()
}

/// `article.html` with this after the text.
fn after_text(text: &str) -> String {
    format!(
        "=== templates/article.html\n{{% extends \"default/article.html\" %}}\n{{% block after_text %}}{text}{{% endblock %}}\n"
    )
}

#[test]
fn a_misspelt_field_in_a_condition_is_an_error() {
    for (text, field) in [
        ("{% if article.titel %}y{% endif %}", "titel"),
        ("{% if not article.titel %}y{% endif %}", "titel"),
        ("{% if article.title == \"T\" and article.titel == \"T\" %}y{% endif %}", "titel"),
        ("{% if article.title %}x{% elif page.titel %}y{% endif %}", "titel"),
        ("{% set q = article.titel %}", "titel"),
        ("{{ article.titel or \"y\" }}", "titel"),
        ("{{ \"x\" if site.titel else \"y\" }}", "titel"),
        ("{% for p in article.passages %}{% if p.words and article.titel %}y{% endif %}{% endfor %}", "titel"),
        ("{% if w.subjekt %}y{% endif %}", "subjekt"),
        ("{{ <date d={article.dat} /> }}", "dat"),
    ] {
        let (found, help) = said_with_help(&after_text(text));
        let column = 23 + text.find(&format!(".{field}")).unwrap() + 1;
        let wanted = format!("error template templates/article.html:2:{} field `{field}` is not defined", column);
        assert_eq!(found, [wanted], "{text}");
        assert!(help.starts_with("Did you mean `"), "{text}");
    }
    let found = said(&after_text("{% if artcle %}y{% endif %}"));
    assert_eq!(found, ["error template templates/article.html:2:29 variable `artcle` is not defined"]);
    assert!(help(&after_text("{% if artcle %}y{% endif %}")).starts_with("Did you mean `article`? "));
}

#[test]
fn what_may_be_absent_is_no_mistake() {
    let whole = "=== templates/base.html\n{% extends \"default/base.html\" %}\n{% block foot %}{% if article %}{{ article.title }}{% endif %}\
                 {% if entity and entity.names %}x{% endif %}{% include \"part.html\" %}{% endblock %}\n\
                 === templates/part.html\n{% if shown %}x{% endif %}{% if d %}{{ d }}{% endif %}{# article.titel #}\n\
                 {% raw %}{% if article.titel %}{% endraw %}\n\
                 === templates/components.html\n{% component mine(d, article) %}{% if article.titel %}y{% endif %}{% include \"part.html\" %}{% endcomponent mine %}\n";
    let article = after_text(
        "{% set shown = true %}{% include \"part.html\" %}{% if article.titel is defined %}{{ article.titel }}{% endif %}\
         {% if article?.titel %}y{% endif %}{% if article.extra.mine %}y{% endif %}{% if site.extra[\"x-me\"] %}y{% endif %}\
         {% for other in article.entities %}{% if other.anything %}y{% endif %}{% endfor %}{% if article.date.words %}y{% endif %}\
         {% if article.words_count | default(value=1) %}y{% endif %}{{ <mine d=\"x\" article={ {\"titel\": 1} } /> }}\
         {% if article.title is starting_with(pat=\"T\") %}y{% endif %}{{ [x.href for x in page.menu] | length }}\
         {% if article.title in [\"article.titel\"] %}y{% endif %}",
    );
    assert_eq!(said(&format!("{whole}{article}")), [""; 0]);
    let included = said(
        "=== templates/base.html\n{% extends \"default/base.html\" %}\n{% block foot %}{% include \"part.html\" %}{% endblock %}\n\
         === templates/part.html\n{% if page.titel %}x{% endif %}\n",
    );
    assert_eq!(included, ["error template templates/part.html:1:12 field `titel` is not defined"]);
}

const OWN_BASE: &str = "=== templates/base.html\n<!doctype html><html lang=\"en\"><head><title>{% block title %}{{ page.title }}{% endblock %}</title></head><body>\
                        {% block main %}{% endblock main %}<p id=\"s.end\"></p></body></html>\n";

#[test]
fn a_base_of_ones_own_need_not_have_all_blocks() {
    let made = page(OWN_BASE, "articles/a/index.html");
    assert!(made.contains("<title>T</title>") && made.contains("Hello"), "{made}");
    assert!(!made.contains("article.js"), "{made}");
    let own = "=== templates/entity.html\n{% extends \"base.html\" %}{% block main %}<h1>{{ entity.name }}</h1>{% endblock %}\n";
    let event = "=== content/events.yaml\nfair: {name: The fair, date: 1900}\n";
    let made = page(&format!("{own}{event}"), "events/fair/index.html");
    assert!(made.contains("<h1>The fair</h1>") && !made.contains("id=\"timeline\""), "{made}");
    // What the site itself puts into a block that nothing shows is a mistake, and so it is without the base.
    let lost =
        "=== templates/article.html\n{% extends \"default/article.html\" %}\n{% block scripts %}x{% endblock %}\n";
    let found = said(&format!("{OWN_BASE}{lost}"));
    assert_eq!(
        found,
        ["error template templates/article.html:2:10 block `scripts` is not defined in any parent template"]
    );
    assert!(help(&format!("{OWN_BASE}{lost}")).contains("Available blocks: "));
}

fn chain(from: usize, to: usize, last: &str) -> String {
    let link = |at: usize| format!("=== templates/i{at}.html\n{{% include \"i{}.html\" %}}\n", at + 1);
    (from..to).map(link).collect::<String>() + &format!("=== templates/i{to}.html\n{last}\n")
}

#[test]
fn templates_that_never_end_are_refused() {
    let components =
        "=== templates/components.html\n{% component aa(d) %}{% include \"i0.html\" %}{% endcomponent aa %}\n";
    let ring = format!("{components}{}{}", chain(0, 7, "{{ <aa d={1} /> }}"), after_text("{{ <aa d={1} /> }}"));
    assert_eq!(
        said(&ring),
        [
            "error template templates/components.html:1:34 the component `aa` includes `i0.html`, which shows the component again"
        ]
    );
    let long = format!("{}{}", chain(0, 200, "x"), after_text("{% include \"i0.html\" %}"));
    let found = said(&long);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].contains("more than 16 templates stand in one another"), "{found:#?}");
    let good = format!("{}{}", chain(0, 13, "at the end"), after_text("{% include \"i0.html\" %}"));
    assert!(page(&good, "articles/a/index.html").contains("at the end"));
    let extends: String = (0..200)
        .map(|at| format!("=== templates/e{at}.html\n{{% extends \"e{}.html\" %}}\n", at + 1))
        .chain(["=== templates/e200.html\n{% extends \"default/article.html\" %}\n".to_owned()])
        .collect();
    let found = said(&format!("=== templates/article.html\n{{% extends \"e0.html\" %}}\n{extends}"));
    assert_eq!(found.len(), 1, "{found:#?}");
    // A component may show itself, if that comes to an end.
    let tree = "=== templates/components.html\n{% component tree(n) %}{% if n > 0 %}({{ <tree n={n - 1} /> }}){% endif %}{% endcomponent tree %}\n";
    let made = page(&format!("{tree}{}", after_text("{{ <tree n={3} /> }}")), "articles/a/index.html");
    assert!(made.contains("((()))"), "{made}");
}

#[test]
fn a_broken_link_of_a_template_is_said_once_and_there() {
    let found = said(
        "=== templates/base.html\n{% extends \"default/base.html\" %}\n{% block foot %}<a href=\"/imprint/\">Imprint</a>\
         <a href=\"{{ page.home }}more/\">More</a>{% endblock foot %}\n",
    );
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].starts_with("error broken-link templates/base.html:2:26 "), "{found:#?}");
    assert!(found[0].contains("`/imprint/`, but there is no file `/imprint/index.html`"), "{found:#?}");
    assert!(found[1].starts_with("error broken-link templates/base.html:2:"), "{found:#?}");
}

#[test]
fn places_that_a_template_of_the_site_does_not_show_are_said_there() {
    let site = "=== content/articles/first.md\n---\ntitle: First\nannotations:\n  - {quote: Anna Berg, people: anna}\n---\nHello Anna Berg.\n\
                === templates/article.html\n{% extends \"default/article.html\" %}\n{% block text %}{% endblock %}\n";
    let found = said(site);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("error broken-link templates/article.html:1:1 "), "{found:#?}");
    assert!(found[0].contains("the template `article.html` of this site does not show"), "{found:#?}");
}

#[test]
fn a_template_reaches_the_files_of_the_site() {
    for urls in ["files", "pretty"] {
        let site = format!(
            "=== site.yaml\nurls: {urls}\nbase_url: https://x.example/a/\n=== static/js/my.js\nlet x = 1;\n\
             === templates/base.html\n{{% extends \"default/base.html\" %}}\n{{% block head %}}<script src=\"{{{{ page.root }}}}js/my.js\"></script>{{% endblock %}}\n"
        );
        for (path, src) in
            [("articles/a/index.html", "../../js/my.js"), ("index.html", "js/my.js"), ("404.html", "/a/js/my.js")]
        {
            let made = page(&site, path);
            let root = src.strip_suffix("js/my.js").unwrap();
            let root = if root.is_empty() { "./" } else { root };
            assert!(made.contains(&format!("src=\"{root}js/my.js\"")), "{urls} {path}: {made}");
        }
    }
}

#[test]
fn a_link_from_the_root_of_the_host_says_what_it_lacks() {
    let site = "=== site.yaml\nbase_url: https://x.example/a/b/\n=== static/my.js\nlet x;\n=== templates/base.html\n\
                {% extends \"default/base.html\" %}\n{% block head %}<script src=\"/my.js\"></script>{% endblock %}\n";
    let (found, help) = said_with_help(site);
    let wanted = "error broken-link templates/base.html:2:30 the page `/404.html` links to `/my.js`, which leads out of the site: \
                  the site lies under `/a/b/`";
    assert_eq!(found, [wanted]);
    assert_eq!(help, "Write `/a/b/my.js`.");
}

#[test]
fn one_mistake_is_not_said_of_sound_templates() {
    let include = after_text("{% include \"foot.html\" %}");
    let found = said(&format!("{include}=== templates/foot.html\n{{{{ x | }}}}\n"));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("error template templates/foot.html:1:"), "{found:#?}");

    let mine = after_text("{{ <mine d={1} /> }}");
    let found = said(&format!(
        "{mine}=== templates/components.html\n{{% component mine(d) %}}{{{{ d | }}}}{{% endcomponent mine %}}\n"
    ));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("error template templates/components.html:1:"), "{found:#?}");

    let ring = "=== templates/a.html\n{% include \"b.html\" %}\n=== templates/b.html\n{% include \"c.html\" %}\n=== templates/c.html\n{% include \"a.html\" %}\n";
    let found = said(&format!("{}{ring}", after_text("{% include \"a.html\" %}")));
    assert_eq!(found, ["error template templates/a.html:1:4 the template includes itself"]);

    let ring =
        "=== templates/article.html\n{% extends \"a.html\" %}\n=== templates/a.html\n{% extends \"article.html\" %}\n";
    assert_eq!(
        said(ring),
        ["error template templates/a.html:1:4 the template extends itself, by way of `article.html`"]
    );
    assert_eq!(help(ring), "To extend the built-in template, write `{% extends \"default/article.html\" %}`.");
    let ring = "=== templates/article.html\n{% extends \"a.html\" %}\n=== templates/a.html\n{% extends \"b.html\" %}\n=== templates/b.html\n{% extends \"a.html\" %}\n";
    assert_eq!(help(ring), "");
    // A mistake of its own is still one.
    let both = format!("{}=== templates/foot.html\n{{{{ x | }}}}\n", after_text("{% include \"fot.html\" %}"));
    assert_eq!(said(&both).len(), 2, "{:#?}", said(&both));
}

#[test]
fn with_keep_going_a_page_is_made_without_what_is_wrong_in_its_template() {
    let fixture = Fixture::new(&format!("{SITE}{}", after_text("{{ artcle }}")));
    let built = fixture.build_with(&Options { keep_going: true, ..Options::default() });
    let site = built.value.site.expect("with keep_going there is a site");
    let (path, file) = site.files().iter().find(|(at, _)| at.as_str() == "articles/a/index.html").expect("the article");
    assert!(String::from_utf8_lossy(&file.bytes).contains("Hello"));
    assert!(built.value.keep.contains(path));
    let left: Vec<_> = built.diagnostics.iter().filter(|one| one.code.name == "left-out").collect();
    assert!(left.iter().any(|one| one.message.starts_with("`/articles/a/index.html` ")), "{left:#?}");
}

#[test]
fn mistakes_around_components_have_their_place() {
    let own = "=== templates/components.html\n{% component date(d) %}{{ <date d={d} /> }}{% endcomponent date %}\n";
    let found = said(&format!("{own}{}", after_text("{{ <date d={article.title} /> }}")));
    assert_eq!(
        found,
        ["error template templates/components.html:1:28 the component `date` shows itself without an end"]
    );
    let verdict = "{% component verdict(label, id) %}x{% endcomponent verdict %}";
    let found =
        said(&format!("=== templates/components.html\n{verdict}\n=== templates/components-old.html\n{verdict}\n"));
    assert_eq!(
        found,
        [
            "error template templates/components.html:1:14 the component `verdict` is defined in `components-old.html` too"
        ]
    );
}

#[test]
fn a_right_field_of_nothing_is_told_from_a_slip() {
    let text = after_text("{{ article.date.words }}");
    assert_eq!(said(&text), ["error template templates/article.html:2:39 field `words` is not defined"]);
    assert_eq!(
        help(&text),
        "The value before it has no fields here. Where it may be null, ask with `{% if … %}` first."
    );
}

#[test]
fn a_kind_named_like_a_template_does_not_take_it() {
    let site = "=== site.yaml\nkinds: {correspondents: {one: M, many: Ms}}\n=== content/correspondents.yaml\nm: {name: The m}\n\
                === templates/correspondents.html\n{% extends \"default/correspondents.html\" %}\n{% block heading %}{{ correspondents.total }}{% endblock %}\n";
    assert_eq!(said(site), [""; 0]);
    assert!(page(site, "correspondents/m/index.html").contains("<h1><bdi>The m</bdi></h1>"));
}

#[test]
fn other_files_among_templates_do_not_stop_the_build() {
    let base = "=== templates/base.html\n{% extends \"default/base.html\" %}{% block foot %}{% include \"mark.svg\" %}{% endblock %}\n=== templates/mark.svg\n<svg></svg>\n";
    let found = said(&format!("{base}=== templates/base.html.bak\n{{% if %}}\n=== templates/notes.txt\n{{{{\n"));
    assert_eq!(
        found,
        [
            "warning template templates/base.html.bak:1:1 `base.html.bak` is not read as a template: the names of templates end in `.html`",
            "warning template templates/notes.txt:1:1 `notes.txt` is not read as a template: the names of templates end in `.html`",
        ]
    );
}

#[test]
fn the_nearest_name_is_proposed() {
    for (text, wanted) in [
        ("{% if article.title is strin %}x{% endif %}", "Did you mean `string`?"),
        ("{{ rang(end=3) }}", "Did you mean `range`?"),
        ("{{ <verdict label=\"x\" di=\"y\" /> }}", "Did you mean `id`? Available arguments: id, label."),
    ] {
        assert_eq!(help(&after_text(text)), wanted, "{text}");
    }
}

//! The same sources give the same bytes: with any number of threads, and in whatever order the disk lists the files.

use std::path::{Path, PathBuf};

use annals::Options;
use annals::route::OutPath;

type Files = Vec<(OutPath, Vec<u8>)>;

fn built(root: &Path, threads: usize) -> (Files, Vec<String>) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    let built = pool.install(|| annals::build(root, &Options::default()));
    let said = built.diagnostics.iter().map(|one| format!("{one:?}")).collect();
    let site = built.value.site.expect("the site has no error");
    (site.files().iter().map(|(path, file)| (path.clone(), file.bytes.to_vec())).collect(), said)
}

/// Copies `paths` in a shuffled order, so that a file system that lists by age or place lists them otherwise.
fn copy_shuffled(from: &Path, to: &Path, seed: u64) {
    let mut files: Vec<PathBuf> = Vec::new();
    for part in ["content", "static", "templates", "site.yaml"] {
        let walk = walkdir::WalkDir::new(from.join(part)).into_iter().flatten();
        files.extend(walk.filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path()));
    }
    files.sort();
    // A linear congruential generator (Knuth's MMIX constants) is random enough to shuffle by.
    let mut state = seed;
    for at in (1..files.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        files.swap(at, (state >> 33) as usize % (at + 1));
    }
    for file in files {
        let target = to.join(file.strip_prefix(from).expect("below"));
        std::fs::create_dir_all(target.parent().expect("a folder")).expect("made");
        std::fs::copy(&file, target).expect("copied");
    }
}

#[test]
fn threads_and_the_order_of_files_change_no_byte() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let one = built(root, 1);
    let two = built(root, 2);
    assert_eq!(one.1, two.1, "diagnostics");
    for (a, b) in one.0.iter().zip(&two.0) {
        assert!(a == b, "/{} differs between one thread and two", a.0);
    }
    assert_eq!(one.0.len(), two.0.len());

    let folder = tempfile::tempdir().expect("a folder");
    for seed in [1, 20_170_302] {
        let copy = folder.path().join(format!("{seed}"));
        copy_shuffled(root, &copy, seed);
        let shuffled = built(&copy, 2);
        for (a, b) in one.0.iter().zip(&shuffled.0) {
            assert!(a == b, "/{} differs after a shuffle with seed {seed}", a.0);
        }
        assert_eq!(one.0.len(), shuffled.0.len());
    }
}

/** Under which Chromium is looked for on PATH. `.ci/run` has them too. */
export const chromiumNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

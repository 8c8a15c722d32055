import { isExecutable, onPath } from "../shared/files.mjs";
import { SetupError } from "../shared/script.mjs";

/** Under which Chromium is looked for on PATH. `.ci/run` has them too. */
export const chromiumNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const onMacOs = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/** The browser for test/browser: what CHROMIUM names, or else the one on PATH. @param {NodeJS.ProcessEnv} env */
export function findChromium({ CHROMIUM, PATH = "" }) {
  const found = (CHROMIUM ? [CHROMIUM] : [...onPath(PATH, ...chromiumNames), onMacOs]).find(isExecutable);
  if (found) return found;
  throw new SetupError(
    CHROMIUM
      ? `CHROMIUM names ${CHROMIUM}, which is not a program.`
      : "There is no Chromium for test/browser: install it (Debian: apt-get install chromium), or name one in CHROMIUM.",
  );
}

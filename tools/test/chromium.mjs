import { isExecutable, onPath } from "../shared/files.mjs";
import { SetupError } from "../shared/script.mjs";
import { chromiumNames } from "./chromiumNames.mjs";

const onMacOs = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/** The browser for test/browser: what CHROMIUM names, or else the one on PATH. @param {NodeJS.ProcessEnv} env */
export function findChromium({ CHROMIUM, PATH = "" }) {
  const found = (CHROMIUM ? [CHROMIUM] : [...onPath(PATH, ...chromiumNames), onMacOs]).find(isExecutable);
  if (found) return found;
  throw new SetupError(
    CHROMIUM
      ? `CHROMIUM names ${CHROMIUM}, which is no program.`
      : "There is no Chromium for test/browser: install it (Debian: apt-get install chromium), or name one in CHROMIUM.",
  );
}

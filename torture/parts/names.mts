import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportOf, runStatus, token } from "../../test/status/support/status.mts";
import type { Random } from "../run/random.mts";
import { type Row, reasonOf, Tally } from "../run/row.mts";
import type { Run } from "../run/run.mts";

const hostile: Readonly<Record<string, string>> = {
  "terminal escapes": "\u001b[2J\u001b]0;owned\u0007\u001b[31mred",
  "C1 controls": "\u009b2J\u0085next\u0090q",
  HTML: `"><script>alert(1)</script><img src=x onerror=alert(1)>`,
  "half a tag": "</td></tr><svg/onload='x'",
  "bidi marks": "\u202euser\u202c\u2066evil\u2069\u200f",
  "line separators": "a\u2028b\u2029c\r\nd\ttab",
  "5,000 characters": "n".repeat(5000),
  "5,000 wide characters": "界".repeat(5000),
  "100,000 blanks": " ".repeat(100_000),
  "lone surrogates": "a\ud800b\udc00c",
  metrics: 'x"} 1\n# HELP evil\nevil{a="b\\',
  templates: "<%= process.env.HOME %>{{x}}",
};

const formats = { table: [], json: ["--json"], openmetrics: ["--format", "openmetrics"] } as const;
type Format = keyof typeof formats | "page";

/** Hostile names through every format of status. */
export async function names(run: Run): Promise<Row[]> {
  const tally = new Tally();
  const texts = { ...hostile, "random characters": mixed(run.random("names-mixed")) };
  for (const [kind, text] of Object.entries(texts)) {
    const id = `names-${kind.replaceAll(/\W+/g, "-")}`;
    if (!run.wants(id)) continue;
    for (const format of ["table", "json", "openmetrics", "page"] as const) {
      const why = await printedBy(format, text).then((printed) => wrongIn(format, printed, text), reasonOf);
      tally.add(`Names of ${kind} in every format of status`, id, { way: "printed harmlessly", why });
      run.log(id, { kind, format, why });
    }
  }
  return tally.rows();
}

function mixed(random: Random): string {
  const pools = [
    "\u0000\u0007\u001b\u007f\u0080\u009f",
    "\u200b\u200e\u202a\u2067\ufeff",
    "<>&\"'`",
    "äß界😀",
  ];
  return Array.from({ length: 2000 }, () => random.pick([...random.pick(pools)])).join("");
}

async function printedBy(format: Format, text: string): Promise<string> {
  const outputs = { userId: text, participantId: text, stageArn: text, capabilities: [text] };
  const exported = exportOf(token(text, outputs), token("plain"));
  const now = "2031-05-01T06:00:00Z";
  if (format !== "page") return (await runStatus(["-", ...formats[format]], { now }, exported)).stdout;
  const folder = await mkdtemp(join(tmpdir(), "torture-page-"));
  try {
    await runStatus(["-", "--html", join(folder, "page.html")], { now }, exported);
    return await readFile(join(folder, "page.html"), "utf8");
  } finally {
    await rm(folder, { recursive: true });
  }
}

const longestLine = 1000;

function wrongIn(format: Format, printed: string, text: string): string | undefined {
  if (!printed.includes("plain")) return `${format} doesn't show the other token`;
  const [raw] = /[^\P{Cc}\n]|\p{Cf}|[\u2028\u2029\ud800-\udfff]/u.exec(printed) ?? [];
  if (raw !== undefined) return `${format} prints U+${raw.codePointAt(0)?.toString(16)} as it is`;
  if (format === "page" && /<(script|img|svg)|<\/td><\/tr><svg/i.test(printed) && /[<>]/.test(text))
    return "the page has a tag out of a name";
  const longest = Math.max(...printed.split("\n").map((line) => line.length));
  if (format === "table" && longest > longestLine) return `the table has a line of ${longest} characters`;
  return undefined;
}

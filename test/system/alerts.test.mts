import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { exportOf, statusOf, token } from "../status/support/status.mts";
import { bounded } from "../support/processes.mts";
import { temporaryFolder } from "../support/temporaryFolder.mts";
import { tool } from "./support/tool.mts";

const page = readFileSync(join(import.meta.dirname, "..", "..", "docs", "status.md"), "utf8");
const { path: promtool, skip } = tool("promtool");

const runPromtool = (args: readonly string[], cwd: string, input = "") =>
  bounded(promtool, args, { env: { PATH: process.env.PATH }, cwd, input });

/** A folder with the page's rules. */
function withRules(t: Parameters<typeof temporaryFolder>[0]): string {
  const folder = temporaryFolder(t);
  const [, rules = ""] = /^```yaml\n(groups:.*?)^```$/ms.exec(page) ?? [];
  writeFileSync(join(folder, "rules.yml"), rules);
  return folder;
}

/** The alerts that fire at a minute, where the series of a stack stay what they are at the start. */
function alertsAt(minute: number, alerts: readonly string[], series: Readonly<Record<string, number>>) {
  const labels = '{name="host",stack="prod"}';
  const values = Object.entries(series).map(([name, value]) => ({
    series: name.endsWith("last_update_timestamp_seconds") ? `${name}{stack="prod"}` : `${name}${labels}`,
    values: `${value}x${minute}`,
  }));
  const all = ["ParticipantTokenExpired", "ParticipantTokenNotRotated", "PulumiUpOverdue"];
  const tests = all.map((alertname) => ({
    eval_time: `${minute}m`,
    alertname,
    exp_alerts: alerts.includes(alertname) ? [expected(alertname)] : [],
  }));
  return { interval: "1m", input_series: values, alert_rule_test: tests };
}

const summaries: Readonly<Record<string, string>> = {
  ParticipantTokenExpired: "host of prod has expired: nobody can join with it",
  ParticipantTokenNotRotated: "host of prod is due and was not replaced: is the schedule of pulumi up alive?",
  PulumiUpOverdue: "no pulumi up of prod for two days",
};

function expected(alertname: string) {
  const labels = alertname === "PulumiUpOverdue" ? { stack: "prod" } : { stack: "prod", name: "host" };
  return { exp_labels: labels, exp_annotations: { summary: summaries[alertname] } };
}

test("promtool finds nothing wrong with the page's rules", { skip }, async (t) => {
  const folder = withRules(t);
  const { status, stdout, stderr } = await runPromtool(["check", "rules", "rules.yml"], folder);
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /4 rules found/);
});

test("they fire to the minute: half into the window, at expiry, after two days without up", {
  skip,
}, async (t) => {
  const folder = withRules(t);
  const prefix = "ivs_realtime_participant_token";
  // Due an hour and expired two hours after the start; nobody runs up any more.
  const series = {
    [`${prefix}_rotation_timestamp_seconds`]: 3600,
    [`${prefix}_expiration_timestamp_seconds`]: 7200,
    ivs_realtime_stack_last_update_timestamp_seconds: 0,
  };
  const [expired, late, overdue] = Object.keys(summaries) as [string, string, string];
  const tests = [
    alertsAt(90, [], series),
    alertsAt(91, [late], series),
    alertsAt(119, [late], series),
    alertsAt(120, [expired, late], series),
    alertsAt(2880, [expired, late], series),
    alertsAt(2881, [expired, late, overdue], series),
    missingAfterAnHour([]),
    // Written at the start and served ever since.
    missingAfterAnHour([{ series: mtime, values: "0x240" }, lasting], 3 * 60, { file: textFile }),
  ];
  const file = { rule_files: ["rules.yml"], evaluation_interval: "1m", tests };
  // What JSON is, is YAML too.
  writeFileSync(join(folder, "tests.yml"), JSON.stringify(file));
  const { status, stdout, stderr } = await runPromtool(["test", "rules", "tests.yml"], folder);
  assert.equal(status, 0, stdout + stderr);
});

const textFile = "/var/lib/prometheus/node-exporter/tokens.prom";
const mtime = `node_textfile_mtime_seconds{file="${textFile}"}`;
const lasting = { series: 'ivs_realtime_stack_last_update_timestamp_seconds{stack="prod"}', values: "0x240" };

/** The alert that fires at that minute, an hour after its cause, and not the minute before. */
function missingAfterAnHour(series: readonly object[], minute = 59, labels: object = {}) {
  const summary = "no metrics of participant tokens: is the job that writes them alive?";
  const alert = { exp_labels: labels, exp_annotations: { summary } };
  const tests = [
    { eval_time: `${minute}m`, exp_alerts: [] },
    { eval_time: `${minute + 1}m`, exp_alerts: [alert] },
  ];
  const alertname = "ParticipantTokenMetricsMissing";
  const alert_rule_test = tests.map((one) => ({ alertname, ...one }));
  return { interval: "1m", input_series: series, alert_rule_test };
}

test("promtool reads what status prints, and the rules name metrics that it prints", { skip }, async (t) => {
  const { stdout: metrics } = await statusOf(exportOf(token('a"b\\\n')), ["--format", "openmetrics"], {
    now: "2031-05-01T08:00:00Z",
  });
  const { status, stdout, stderr } = await runPromtool(["check", "metrics"], temporaryFolder(t), metrics);
  assert.deepEqual([status, stdout, stderr], [0, "", ""]);
  const named = page.match(/ivs_realtime_\w+/g) ?? [];
  for (const name of new Set(named)) assert.match(metrics, new RegExp(`^${name}\\{`, "m"));
});

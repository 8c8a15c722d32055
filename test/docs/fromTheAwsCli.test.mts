import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import * as ivs from "@aws-sdk/client-ivs-realtime";
import { type Setting, settingsTable } from "../../dist/provider/settings/settingsTable.js";

// All of them, in the order of the AWS CLI's page of create-participant-token.
const options =
  `--stage-arn --duration --user-id --attributes --capabilities --cli-input-json --generate-cli-skeleton
  --debug --endpoint-url --no-verify-ssl --no-paginate --output --query --profile --region --version --color
  --no-sign-request --ca-bundle --cli-read-timeout --cli-connect-timeout`.split(/\s+/);
const outputs =
  "participantToken participantId token userId attributes duration capabilities expirationTime".split(" ");

const root = join(import.meta.dirname, "..", "..");
const page = readFileSync(join(root, "docs", "from-the-aws-cli.md"), "utf8");
const rows = [...page.matchAll(/^\| `([^`]+)` \| (.+) \| ([^|]+) \|$/gm)].map(
  ([, name = "", here = "", shownBy = ""]) => ({ name, here, shownBy }),
);

test("the page has a row for every option and output of the AWS CLI's page, in its order", () => {
  assert.deepEqual(
    rows.map(({ name }) => name),
    [...options, ...outputs],
  );
});

for (const { name, shownBy } of rows) {
  test(`the tests that are said to show ${name} exist`, () => {
    const shown = [...shownBy.matchAll(/\[[^\]]+\]\(\.\.\/(test\/[^)]+)\) `([^`]+)`/g)];
    assert.notEqual(shown.length, 0, shownBy);
    assert.equal(shown.map(([text]) => text).join(", "), shownBy);
    for (const [, file = "", title = ""] of shown) {
      assert.ok(existsSync(join(root, file)), file);
      // A row of test/settings/rows is known by its settings, a test by its title.
      const wanted = title.startsWith("shows: [") ? `${title},` : `test("${title}"`;
      assert.ok(readFileSync(join(root, file), "utf8").includes(wanted), `${file} has no ${wanted}`);
    }
  });
}

test("each setting that has an option of the AWS CLI is in that option's row", () => {
  for (const [setting, { cli }] of Object.entries<Setting>(settingsTable)) {
    if (cli === undefined) continue;
    assert.match(rows.find(({ name }) => name === cli)?.here ?? "", new RegExp(`\`aws\\.${setting}\\b`), cli);
  }
});

test("there is nothing to page in CreateParticipantToken", () => {
  const paged = Object.keys(ivs).filter((name) => name.startsWith("paginate"));
  assert.ok(paged.includes("paginateListStages"));
  assert.ok(!paged.includes("paginateCreateParticipantToken"));
});

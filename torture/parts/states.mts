import { writeFiles } from "../../test/packaging/support/files.mts";
import { keptVersions, liveOn } from "../../test/packaging/support/keptState.mts";
import {
  dependencies,
  emulatorDependency,
  install,
  installByPnpm,
  sdkVersions,
} from "../../test/packaging/support/packed.mts";
import { liveThrough, Program, programs } from "../../test/packaging/support/program.mts";
import { temporaryFolder } from "../../test/support/temporaryFolder.mts";
import { type Row, reasonOf, Tally } from "../run/row.mts";
import type { Run } from "../run/run.mts";

type Ends = Parameters<typeof liveOn>[0];

/** State of each released version, and of the oldest SDK as npm and pnpm install it. */
export async function states(run: Run): Promise<Row[]> {
  const tally = new Tally();
  const { oldest } = sdkVersions;
  const cases: Readonly<Record<string, [string, (t: Ends) => Promise<void>]>> = {
    ...Object.fromEntries(
      keptVersions.map((version) => [
        `states-${version}`,
        [
          `State made by ${version}: left alone, refreshed, rotated, destroyed`,
          (t: Ends) => liveOn(t, version),
        ],
      ]),
    ),
    "states-npm": [
      `Installed by npm with @pulumi/pulumi ${oldest}: created, left alone, rotated, destroyed`,
      byNpm,
    ],
    "states-pnpm": [
      `Installed by pnpm with @pulumi/pulumi ${oldest}: created, left alone, rotated, destroyed`,
      byPnpm,
    ],
  };
  for (const [id, [tried, live]] of Object.entries(cases)) {
    if (!run.wants(id)) continue;
    const why = await live({ after: (end: unknown) => run.after(end as () => unknown) } as Ends).then(
      () => undefined,
      reasonOf,
    );
    tally.add(tried, id, { way: "no command but up and destroy", why });
    run.log(id, { tried, why });
  }
  return tally.rows();
}

async function byNpm(t: Ends): Promise<void> {
  const folder = temporaryFolder(t as Parameters<typeof temporaryFolder>[0]);
  const all = { ...(await dependencies(sdkVersions.oldest)), ...(await emulatorDependency()) };
  await writeFiles(folder, { "package.json": { dependencies: all }, "index.js": programs.commonjs });
  await install(folder);
  await liveThrough(await Program.create(t, folder));
}

async function byPnpm(t: Ends): Promise<void> {
  const folder = temporaryFolder(t as Parameters<typeof temporaryFolder>[0]);
  await installByPnpm(folder, sdkVersions.oldest, programs.module);
  await liveThrough(await Program.create(t, folder));
}

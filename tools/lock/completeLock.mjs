/**
 * @typedef {object} LockEntry
 * @property {string} [version]
 * @property {boolean} [dev]
 * @property {boolean} [optional]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 * @property {Record<string, string>} [optionalDependencies]
 */

const systems = ["android", "darwin", "freebsd", "linux", "openharmony", "win32"];
const processors = ["arm64", "x64", "arm", "ia32", "ppc64", "riscv64", "s390x"];

/**
 * Adds the platform packages that npm left out of a lockfile. npm drops an optional package that a
 * registry doesn't carry, and then `npm ci` refuses its own lockfile ("Missing: … from lock file"),
 * on every platform. Platform packages pin an exact version and say their platform in their name.
 *
 * @template {{ packages: Record<string, LockEntry> }} Lock
 * @param {Lock} lock
 * @returns {Lock}
 */
export function completeLock(lock) {
  const packages = { ...lock.packages };
  for (const [folder, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (!isLocked(packages, folder, name))
        packages[`node_modules/${name}`] = platformEntry(name, version, entry);
    }
  }
  const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, "en"));
  return { ...lock, packages: Object.fromEntries(sorted) };
}

/** @param {Record<string, LockEntry>} packages @param {string} folder @param {string} name */
function isLocked(packages, folder, name) {
  const folders = folder
    .split("/node_modules/")
    .map((_, i, parts) => parts.slice(0, i + 1).join("/node_modules/"));
  return ["", ...folders].some((at) => packages[at ? `${at}/node_modules/${name}` : `node_modules/${name}`]);
}

/** @param {string} name @param {string} version @param {LockEntry} parent @returns {LockEntry} */
function platformEntry(name, version, parent) {
  const words = name.split(/[-/]/);
  const os = systems.filter((word) => words.includes(word));
  const cpu = processors.filter((word) => words.includes(word));
  const libc = words.some((word) => word.startsWith("musl"))
    ? ["musl"]
    : words.some((word) => word.startsWith("gnu"))
      ? ["glibc"]
      : [];
  return {
    version,
    ...(parent.dev ? { dev: true } : {}),
    optional: true,
    ...(os.length ? { os } : {}),
    ...(cpu.length ? { cpu } : {}),
    ...(libc.length ? { libc } : {}),
  };
}

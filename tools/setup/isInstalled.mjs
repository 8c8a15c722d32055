/**
 * @typedef {object} Lock
 * @property {Record<string, { version?: string, optional?: boolean }>} packages
 */

/**
 * Whether what npm says it installed (node_modules/.package-lock.json) is what package-lock.json asks for.
 * Optional packages may be missing: they are for other platforms.
 *
 * @param {Lock} wanted @param {Lock | undefined} installed
 */
export function isInstalled(wanted, installed) {
  if (!installed) return false;
  const isThere = Object.entries(wanted.packages).every(([folder, { version, optional }]) => {
    const there = installed.packages[folder];
    return folder === "" || (there ? there.version === version : optional === true);
  });
  return isThere && Object.keys(installed.packages).every((folder) => folder in wanted.packages);
}

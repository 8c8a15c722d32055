/** @param {string} text */
export function heading(text) {
  console.log(`\n━━ ${text}`);
}

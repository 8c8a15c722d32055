/**
 * The forms in which a text may lie in a file: as it is, in JSON, in a URL, in base64 or base64url. Base64 shifts
 * with what stands before it, so each of its three shifts counts, without the characters that share neighbours' bits.
 */
export function secretForms(secret: string): string[] {
  const shifted = [0, 1, 2].map((shift) => {
    const encoded = Buffer.from(" ".repeat(shift) + secret).toString("base64");
    return encoded.slice(shift === 0 ? 0 : shift + 1).replace(/.?=+$/, "");
  });
  const url = shifted.map((form) => form.replaceAll("+", "-").replaceAll("/", "_"));
  return [
    ...new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), ...shifted, ...url]),
  ];
}

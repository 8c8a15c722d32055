import type { Kind } from "../kind.js";

/** An http or https URL. What isn't one is not quoted: a proxy's holds a password, and a key may have slipped in. */
export function url(example: string): Kind<string> {
  return {
    allowed: `a URL like ${example}`,
    read(value) {
      const protocol = typeof value === "string" && URL.canParse(value) ? new URL(value).protocol : undefined;
      if (protocol === "http:" || protocol === "https:") return { value: value as string };
      if (value === "") return { problem: "is empty: give it a URL, or remove it" };
      return { problem: `is no URL: write one like ${example}` };
    },
  };
}

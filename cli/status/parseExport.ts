import { isMap } from "../../provider/values/pulumiValues.js";
import type { StackExport } from "./stackExport.js";

const form = "what `pulumi stack export` prints";

/**
 * Reads an export.
 *
 * @throws Error that says what it is instead, and quotes nothing of it: it may hold secrets.
 */
export function parseExport(text: string): StackExport {
  if (text.trim() === "") throw new Error(`there is nothing where ${form} should be`);
  // Editors and PowerShell write a byte order mark, which JSON.parse refuses.
  const read = json(text.replace(/^\ufeff/, ""));
  if (!isMap(read) || !isMap(read.deployment)) {
    throw new Error(`this is JSON but not ${form}: it has no "deployment"`);
  }
  const { resources } = read.deployment;
  if (resources != null && !(Array.isArray(resources) && resources.every(isResource))) {
    throw new Error(`this is not ${form}: its "resources" are not a list of resources with a urn and a type`);
  }
  return read as unknown as StackExport;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`this is not ${form}: it is not JSON`);
  }
}

function isResource(resource: unknown): boolean {
  if (!isMap(resource) || typeof resource.type !== "string") return false;
  if (typeof resource.urn !== "string" || !/^urn:pulumi:.*::.*::.*::/s.test(resource.urn)) return false;
  return [resource.outputs, resource.propertyDependencies].every((map) => map == null || isMap(map));
}

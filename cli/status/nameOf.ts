/** A resource's name: urn:pulumi:STACK::PROJECT::TYPE::NAME, where the name may hold `::` itself. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::") || urn;
}

/** What a token is declared with. Minutes, where it is a time. */
export interface Declared {
  readonly userId: string;
  readonly duration: number;
  readonly rotateBefore: number | undefined;
  readonly autoRotate: boolean;
}

/** A token as the state has to hold it. Times are in milliseconds. */
interface Applied extends Declared {
  readonly id: string;
  readonly expires: number;
}

/** What ought to be so: written after the documentation, without any code of the package. */
export class Model {
  /** What the program says. */
  readonly program = new Map<string, Declared>();
  /** What the last run of the engine left. */
  readonly state = new Map<string, Applied>();
  now = 0;
  /** Whether a run was broken off and none has finished its work. */
  dirty = false;

  /** Tokens that an `up` creates, and those that it replaces. */
  plan(): { creates: string[]; replaces: string[] } {
    const names = [...this.program.keys()];
    return {
      creates: names.filter((name) => !this.state.has(name)).toSorted(),
      replaces: names.filter((name) => this.#isReplaced(name)).toSorted(),
    };
  }

  #isReplaced(name: string): boolean {
    const [declared, applied] = [this.program.get(name), this.state.get(name)];
    if (!declared || !applied) return false;
    const isOther = declared.userId !== applied.userId || declared.duration !== applied.duration;
    return isOther || this.#isDue({ ...applied, ...declared });
  }

  #isDue(token: Applied): boolean {
    return token.autoRotate && this.now >= rotation(token);
  }

  /** The exit status of `status`: by the state alone. */
  status(): number {
    const all = [...this.state.values()];
    if (all.some(({ expires }) => this.now >= expires)) return 4;
    return all.some((token) => this.#isDue(token)) ? 3 : 0;
  }

  /** What an `up` that wasn't hindered left: the participant of each token that the program declares. */
  apply(ids: ReadonlyMap<string, string>): void {
    const before = new Map(this.state);
    this.state.clear();
    for (const [name, declared] of this.program)
      this.#put(name, ids.get(name) ?? "", declared, before.get(name));
    this.dirty = false;
  }

  /** What an `up` that was broken off left: of each token the old or the new one. */
  applyPart(ids: ReadonlyMap<string, string>): void {
    const before = new Map(this.state);
    this.state.clear();
    for (const [name, id] of ids) {
      const [old, declared] = [before.get(name), this.program.get(name)];
      // An update in place may have been made or not: the state is asked, where it matters, by the next `up`.
      const from = old?.id === id ? old : (declared ?? old);
      if (from) this.#put(name, id, from, old);
    }
    this.dirty = true;
  }

  #put(name: string, id: string, from: Declared, before: Applied | undefined): void {
    const expires = before?.id === id ? before.expires : this.now + from.duration * 60_000;
    this.state.set(name, { ...from, id, expires });
  }

  /** The first moment to come at which a token is due. */
  nextRotation(): number | undefined {
    const times = [...this.state.values()].filter(({ autoRotate }) => autoRotate).map(rotation);
    return times.filter((time) => time > this.now).toSorted((a, b) => a - b)[0];
  }
}

/** When a token is due: `rotateBefore` ahead of its end, a third of its life where none was given. */
function rotation({ expires, duration, rotateBefore }: Applied): number {
  return expires - (rotateBefore ?? duration / 3) * 60_000;
}

/** The program that declares the model's tokens, with a witness that uses each. */
export function programOf({ program }: Model): string {
  const role = "attributes: { role: pulumi.secret(process.env.CANARY_ATTRIBUTE) }";
  return [...program]
    .map(([name, declared]) => {
      const args = `{ stageArn, ${role}, ...${JSON.stringify(declared)} }`;
      return `const ${name} = new ParticipantToken("${name}", ${args});
        new Witness("uses-${name}", { sees: ${name}.token });`;
    })
    .join("\n");
}

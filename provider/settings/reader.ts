import { isOutside } from "./isOutside.js";
import type { Kind } from "./kind.js";
import type { Place } from "./place.js";
import { placesOf } from "./placesOf.js";
import { type Setting, type SettingName, settingsTable } from "./settingsTable.js";
import type { SettingsSources } from "./sources.js";

type ValueOf<Name extends SettingName> =
  (typeof settingsTable)[Name]["kind"] extends Kind<infer T> ? T : never;

/** The settings that have a value where they stand nowhere. */
type NameWithDefault = {
  [Name in SettingName]: (typeof settingsTable)[Name] extends { default: unknown } ? Name : never;
}[SettingName];

/** A setting's value, and where it came from. */
export interface Given<T> extends Place {
  value: T;
}

/** Reads settings, and keeps what is wrong with them. */
export class Reader {
  readonly problems: string[] = [];
  readonly #sources: SettingsSources;

  constructor(sources: SettingsSources) {
    this.#sources = sources;
  }

  /** The setting where it stands nearest, or on one level; undefined where it doesn't stand there or is wrong. */
  read<Name extends SettingName>(name: Name, level?: Place["level"]): Given<ValueOf<Name>> | undefined {
    const place = this.find(name, level);
    if (!place) return undefined;
    const setting: Setting = settingsTable[name];
    const reading = ((isOutside(place) && setting.outside) || setting.kind).read(place.raw);
    if ("value" in reading) return { ...place, value: reading.value as ValueOf<Name> };
    this.problem(`${place.from} ${reading.problem}`);
    return undefined;
  }

  /** The setting where it stands nearest, else its default. */
  value<Name extends NameWithDefault>(name: Name): ValueOf<Name> {
    return this.read(name)?.value ?? (settingsTable[name].default as ValueOf<Name>);
  }

  /** Where the setting stands nearest, or on one level, read or not. */
  find(name: SettingName, level?: Place["level"]): Place | undefined {
    return placesOf(name, this.#sources).find((place) => level === undefined || place.level === level);
  }

  /** Keeps a problem, once. */
  problem(text: string): void {
    if (!this.problems.includes(text)) this.problems.push(text);
  }
}

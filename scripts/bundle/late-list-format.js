/** `Intl.ListFormat`, made at the first list and not before: the bundle has it in its place. */
export class LateListFormat {
  #made;
  #settings;

  constructor(...settings) {
    this.#settings = settings;
  }

  format(list) {
    this.#made ??= new globalThis.Intl.ListFormat(...this.#settings);
    return this.#made.format(list);
  }
}

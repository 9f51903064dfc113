/** A long list while a few of its items come and go: what stays is not named, and is copied once, when the list is asked for. */
export class ChangedList<Key, Item extends Key> {
  private readonly gone = new Map<number, Set<string>>();
  private readonly added = new Map<string, Item[]>();

  /**
   * @param groupOf a number that few items share: only those that share one with an item that goes are named
   * @param nameOf what tells an item from all others; items of one name go together
   */
  constructor(
    private before: readonly Item[],
    private readonly groupOf: (key: Key) => number,
    private readonly nameOf: (key: Key) => string,
  ) {}

  /** As it was, in its order, without what went, then what came. */
  get list(): readonly Item[] {
    if (this.gone.size + this.added.size === 0) return this.before;
    const stays = (item: Item) => this.gone.get(this.groupOf(item))?.has(this.nameOf(item)) !== true;
    const kept = this.gone.size === 0 ? this.before : this.before.filter(stays);
    return [...kept, ...[...this.added.values()].flat()];
  }

  /** Beside others of its name. */
  add(item: Item): void {
    const name = this.nameOf(item);
    this.added.set(name, [...(this.added.get(name) ?? []), item]);
  }

  /** Takes out whatever has this name. */
  remove(key: Key): void {
    const [group, name] = [this.groupOf(key), this.nameOf(key)];
    this.added.delete(name);
    this.gone.set(group, (this.gone.get(group) ?? new Set()).add(name));
  }

  /** Makes another list of the whole. */
  become(change: (list: readonly Item[]) => readonly Item[]): void {
    this.before = change(this.list);
    this.gone.clear();
    this.added.clear();
  }
}

/** Which part of a work a thread does: number `rank` of `size` about equal ones. */
export interface Part {
  readonly rank: number
  readonly size: number
}

/** Where a part of `count` things begins and ends. */
export function rangeOf({ rank, size }: Part, count: number): [number, number] {
  return [Math.floor((count * rank) / size), Math.floor((count * (rank + 1)) / size)]
}

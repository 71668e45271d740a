import { compoundPrototypes } from "./compound-prototypes.ts"
import { elementPrototypes } from "./element-prototypes.ts"
import type { Prototype } from "./prototype.ts"

const table: readonly Prototype[] = [...elementPrototypes, ...compoundPrototypes]

/** The prototypes by every name they go by. */
const byName: ReadonlyMap<string, Prototype> = new Map(table.flatMap((one) => [one.name, ...one.also].map((name) => [name, one])))

/** Names of the prototypes that can be asked for, the plainest of each. */
export const prototypeNames: readonly string[] = Object.freeze(table.map(({ name }) => name))

/** The prototype of a name (`fcc`, `B1`), or `undefined`. */
export function prototypeOf(name: string): Prototype | undefined {
  return byName.get(name)
}

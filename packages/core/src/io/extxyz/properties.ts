/** One named group of columns of the atom lines. */
export interface Column {
  readonly name: string
  /** `S` text, `I` integer, `R` real, `L` logical. */
  readonly type: string
  /** How many columns it spans, and the first of them, from 0. */
  readonly width: number
  readonly first: number
}

/** The columns of plain XYZ. */
export const plainColumns: readonly Column[] = [
  { name: "species", type: "S", width: 1, first: 0 },
  { name: "pos", type: "R", width: 3, first: 1 },
]

/** The columns a `Properties` text such as `species:S:1:pos:R:3:forces:R:3` declares, or what is wrong with it. */
export function parseProperties(text: string): Column[] | string {
  const parts = text.split(":")
  if (parts.length % 3 !== 0) return "Properties is not a list of name:type:count"
  const columns: Column[] = []
  let first = 0
  for (let i = 0; i < parts.length; i += 3) {
    const [name, type, count] = parts.slice(i, i + 3)
    const width = Number(count)
    if (name === "") return "Properties has a column without a name"
    if (!/^[SIRL]$/u.test(type)) return `Properties gives “${name}” the type “${type}”, which is none of S, I, R, L`
    if (!Number.isInteger(width) || width < 1) return `Properties gives “${name}” the count “${count}”`
    if (columns.some((column) => column.name === name)) return `Properties names “${name}” twice`
    columns.push({ name, type, width, first })
    first += width
  }
  return columns
}

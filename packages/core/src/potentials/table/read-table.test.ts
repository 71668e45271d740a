import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Failure } from "../../failure/failure.ts"
import { readLammpsTables } from "./read-table.ts"
import { writeLammpsTables } from "./write-table.ts"

const good = `# Ne-Xe, eV and Å

PAIR_A
N 3 RSQ 1.0 3.0 FPRIME -7.5 0.25

1 1.0 2.5 3.5   # first
2 2.23606797749979 1.5 -0.5
3 3.0 0.0 0.125

PAIR_B
N 2

1 0.9 1e1 -2
2 4.0 0 0
`

describe("readLammpsTables", () => {
  it("reads sections, spacings, end slopes and comments", () => {
    const [a, b] = readLammpsTables(good, "t.table")
    expect(a).toMatchObject({ keyword: "PAIR_A", spacing: "RSQ", slopes: [-7.5, 0.25] })
    expect([...a.radii]).toEqual([1, Math.sqrt(5), 3])
    expect([...a.forces]).toEqual([3.5, -0.5, 0.125])
    expect(b).toMatchObject({ keyword: "PAIR_B", spacing: "listed" })
    expect("slopes" in b).toBe(false)
    expect([...b.energies]).toEqual([10, 0])
  })

  it("sorts the wrapped radii of a bitmapped table", () => {
    const [table] = readLammpsTables("K\nN 4 BITMAP 1.0 2.0\n\n1 1.6 3 30\n2 1.8 4 40\n3 1.0 1 10\n4 1.3 2 20\n", "t.table")
    expect([...table.radii]).toEqual([1, 1.3, 1.6, 1.8])
    expect([...table.energies]).toEqual([1, 2, 3, 4])
  })

  it("reads what is written, to the last bit", () => {
    const number = fc.double({ min: -1e3, max: 1e3, noNaN: true })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(number, number), { minLength: 2, maxLength: 20 }),
        fc.option(fc.tuple(number, number)),
        (rows, slopes) => {
          const table = {
            keyword: "CU_CU",
            spacing: "R" as const,
            radii: Float64Array.from(rows, (_, i) => (i === rows.length - 1 ? 6.3 : 1.7 + (4.6 * i) / (rows.length - 1))),
            energies: Float64Array.from(rows, ([energy]) => energy + 0),
            forces: Float64Array.from(rows, ([, force]) => force + 0),
            ...(slopes && { slopes: [slopes[0] + 0, slopes[1] + 0] as const }),
          }
          const [read] = readLammpsTables(writeLammpsTables([table], "made here"), "t.table")
          expect({ ...read, radii: [] }).toEqual({ ...table, radii: [] })
          read.radii.forEach((r, i) => expect(r).toBeCloseTo(table.radii[i], 13))
        },
      ),
    )
  })

  it.each([
    ["", "t.table  the file holds no table"],
    ["K\n", "t.table:1:1  section K ends before its line of parameters"],
    ["K\nM 3\n", 't.table:2:1  "M" is no parameter of a table'],
    ["K\nN x\n", 't.table:2:3  "x" is no finite number'],
    ["K\nN 1\n1 1 1 1\n", "t.table:2:3  1 is no number of rows"],
    ["K\nN\n", "t.table:2:1  a number is missing after this"],
    ["K\nR 1 2\n", "t.table:2:1  the number of rows is missing"],
    ["K\nN 2 R 2 1\n", "t.table:2:7  2 to 1 is no range of radii"],
    ["K\nN 3\n\n1 1.0 2 3\n", "t.table:2:3  section K promises 3 rows, but only 1 follow"],
    ["K\nN 2\n\n1 1.0 2 3\n2 2.0 4\n", "t.table:5:1  3 numbers stand here"],
    ["K\nN 2\n\n1 1.0 2 3\n2 2.0 1,5 1\n", 't.table:5:7  "1,5" is no finite number'],
    ["K\nN 2\n\n1 1.0 2 3\n2 1.0 4 1\n", "t.table:5:3  r = 1 does not lie beyond 1"],
    ["K\nN 3 R 1 3\n\n1 1 1 1\n2 2.1 1 1\n3 3 1 1\n", "t.table:5:3  row 2 is at r = 2.1, where R spacing has 2"],
  ])("refuses %j and says where", (text, message) => {
    let described = "nothing"
    try {
      readLammpsTables(text, "t.table")
    } catch (failure) {
      if (failure instanceof Failure) described = failure.describe()
    }
    expect(described.startsWith(message), described).toBe(true)
  })
})

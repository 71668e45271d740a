import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { expect, test } from "vitest"
import { neonConfig, neonDimers, neonFolder } from "../run/fixtures/neon.ts"
import { typed } from "../fixtures/typed.ts"

const bispectra = `data: { train: train.xyz }
potential: { kind: snap, elements: [Ne], twojmax: 2, rcutfac: 6, constant: fit }
objective: { references: none }
export: { lammps: false }
`

/** Isosceles trimers: sides of both lengths. */
function neonTrimers(sides: readonly (readonly [number, number])[]): string {
  return sides
    .map(([side, base]) => {
      const height = Math.sqrt(side * side - (base * base) / 4)
      return `3\nProperties=species:S:1:pos:R:3:forces:R:3 energy=${-0.01 * side - 0.002 * base} pbc="F F F"\nNe 0 0 0 0.01 0 0\nNe ${base} 0 0 -0.01 0 0\nNe ${base / 2} ${height} 0 0 0 0\n`
    })
    .join("")
}

const sides = [2.6, 2.9, 3.3, 3.7].flatMap((side) => [2.5, 2.8, 3.2, 3.9].map((base) => [side, base] as const))

test("grade of a linear potential: one at the edge of the data, more beyond; the data are read once", async () => {
  const folder = neonFolder(bispectra)
  writeFileSync(folder.path("train.xyz"), neonTrimers(sides))
  writeFileSync(folder.path("new.xyz"), neonTrimers([...sides.slice(0, 2), [2.2, 2], [1.8, 1.7]]))
  expect(await typed("fit", folder.path("fit.yaml"), "--out", folder.path("run"), "--threads", "1")).toMatchObject({ status: 0 })
  const first = await typed("grade", folder.path("run"), folder.path("train.xyz"), "--json", "--threads", "1")
  expect(first).toMatchObject({ status: 0 })
  const known = JSON.parse(first.stdout)
  expect(known).toMatchObject({ by: "volume", extrapolating: 0 })
  const grades: number[] = known.frames.map(({ largest }: { largest: number }) => largest)
  expect(Math.max(...grades)).toBeLessThanOrEqual(1.011)
  expect(Math.max(...grades)).toBeGreaterThan(0.99)
  for (const { file, frame } of known.active) {
    expect(file).toMatch(/train\.xyz$/)
    expect(grades[frame]).toBeGreaterThan(0.99)
  }

  rmSync(folder.path("train.xyz"))
  const out = folder.path("graded.xyz")
  const said = await typed("grade", folder.path("run"), folder.path("new.xyz"), "--out", out, "--threads", "1")
  expect(said).toMatchObject({ status: 0, stderr: "" })
  expect(said.stdout).toMatch(/4 frames of 12 atoms: [1-6] atoms beyond the data/)
  expect(said.stdout).toMatch(/frames? extrapolates?: grades above 2/)
  const frames = readFileSync(out, "utf8").split(/^3\n/mu).slice(1)
  expect(frames).toHaveLength(4)
  const largest = frames.map((text) => Number(/largest_grade=(\S+)/u.exec(text)?.[1]))
  frames.forEach((text, k) => {
    expect(text).toContain("forces:R:3:grade:R:1")
    const own = text
      .split("\n")
      .slice(1, 4)
      .map((line) => Number(line.split(" ").at(-1)))
    expect(Math.max(...own)).toBe(largest[k])
  })
  expect(largest.slice(0, 2)).toEqual(grades.slice(0, 2))
  expect(largest[2]).toBeGreaterThan(1.011)
  expect(largest[3]).toBeGreaterThan(largest[2])

  writeFileSync(folder.path("train.xyz"), neonTrimers(sides))
  expect(existsSync(folder.path("run/active-set.json"))).toBe(true)
  expect(await typed("fit", folder.path("fit.yaml"), "--out", folder.path("run"), "--threads", "1", "--force")).toMatchObject({ status: 0 })
  expect(existsSync(folder.path("run/active-set.json"))).toBe(false)
})

test("grade of any other: standard errors of forces beside those of the data", async () => {
  const folder = neonFolder(neonConfig.replace("objective:", "export: { lammps: false }\nobjective:"))
  writeFileSync(folder.path("train.xyz"), neonDimers([2.8, 2.9, 3.1, 3.4, 3.8, 4.5], 1e-4))
  writeFileSync(folder.path("new.xyz"), neonDimers([2.8, 3.3, 2.3]))
  expect(await typed("fit", folder.path("fit.yaml"), "--out", folder.path("run"), "--threads", "1")).toMatchObject({ status: 0 })
  const { status, stdout } = await typed("grade", folder.path("run"), folder.path("new.xyz"), "--json", "--threads", "1")
  expect(status).toBe(0)
  const { by, frames } = JSON.parse(stdout)
  const [edge, within, beyond] = frames.map(({ largest }: { largest: number }) => largest)
  expect(by).toBe("variance")
  // The shortest dimer of the data is where forces are known least.
  expect(edge).toBeCloseTo(1, 10)
  expect(within).toBeLessThan(1)
  expect(beyond).toBeGreaterThan(5)
  const refused = await typed("grade", folder.path("run"), folder.path("new.xyz"), "--by", "volume")
  expect(refused).toMatchObject({ status: 2, stdout: "" })
  expect(refused.stderr).toMatch(/energies of a pair potential are not linear .* grade by variance/)
})

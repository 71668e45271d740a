import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test, vi } from "vitest"
import { runCommandLine } from "../command-line.ts"

const folder = mkdtempSync(join(tmpdir(), "relax-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string): string => join(folder, name)

// F. H. Stillinger and T. A. Weber, doi:10.1103/PhysRevB.31.5262: ε = 2.1683 eV, σ = 2.0951 Å; the bond is 2^(1/6) σ, its energy ε.
writeFileSync(at("Si.sw"), "Si Si Si 2.1683 2.0951 1.80 21.0 1.20 -0.333333333333 7.049556277 0.6022245584 4.0 0.0 0.0\n")
writeFileSync(
  at("si.xyz"),
  `2\nLattice="0 2.6 2.8 2.7 0 2.7 2.75 2.7 0.1" Properties=species:S:1:pos:R:3 pbc="T T T"\nSi 0 0 0.1\nSi 1.3 1.45 1.35\n`,
)

test("silicon relaxes to its diamond crystal, and the file that is written has no force and no stress left", async () => {
  const printed = vi.spyOn(process.stdout, "write").mockReturnValue(true)
  const words = ["relax", at("Si.sw"), at("si.xyz"), "--cell", "triclinic", "--force", "1e-7", "--json", "-o", at("out.xyz")]
  expect(await runCommandLine(words)).toBe(0)
  const found = JSON.parse(String(printed.mock.calls.at(-1)?.[0]))
  printed.mockRestore()
  const bond = 2 ** (1 / 6) * 2.0951
  expect(found.outcome).toBe("converged")
  expect(found.energyPerAtom.value).toBeCloseTo(-2 * 2.1683, 3)
  expect(found.volume.value).toBeCloseTo((2 * 8 * bond ** 3) / (3 * Math.sqrt(3)), 2)
  for (const component of found.pressure.value) expect(Math.abs(component)).toBeLessThan(1e-4)
  expect(readFileSync(at("out.xyz"), "utf8")).toMatch(/config_type=relaxed/)
})

test("says when evaluations are used up, and refuses what makes no sense", async () => {
  expect(await runCommandLine(["relax", at("Si.sw"), at("si.xyz"), "--evaluations", "3"])).toBe(0)
  expect(process.exitCode).toBe(3)
  process.exitCode = 0
  expect(await runCommandLine(["relax", at("Si.sw"), at("si.xyz"), "--force", "0"])).toBe(2)
  expect(await runCommandLine(["relax", at("Si.sw"), at("missing.xyz")])).toBe(2)
  expect(await runCommandLine(["relax", at("Si.sw"), at("si.xyz"), "--pressure", "2"])).toBe(2)
  // A POSCAR has a cell: a molecule is not relaxed for one in vain.
  writeFileSync(at("pair.xyz"), `2\nProperties=species:S:1:pos:R:3 pbc="F F F"\nSi 0 0 0\nSi 2.5 0 0\n`)
  expect(await runCommandLine(["relax", at("Si.sw"), at("pair.xyz"), "--out", at("POSCAR")])).toBe(2)
  expect(existsSync(at("POSCAR"))).toBe(false)
  // Nothing holds atoms that are pulled at by more than any bond.
  expect(
    await runCommandLine(["relax", at("Si.sw"), at("si.xyz"), "--cell", "isotropic", "--pressure", "-50", "--evaluations", "300"]),
  ).toBe(2)
})

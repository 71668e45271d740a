import { readFileSync, writeFileSync } from "node:fs"
import { formatExtxyz, readAny, sentStructure, textSource } from "@luthier/core"
import { expect, test } from "vitest"
import { connect } from "../ipi/connect.ts"
import { copper, copperAnswer, copperFile, copperFrames, ownFolder } from "../ipi/fixtures/copper.ts"
import { forceSource } from "../ipi/force-source.ts"
import { openForceServer } from "../ipi/force-server.ts"
import { serveForces } from "../ipi/serve-forces.ts"
import { neonConfig, neonDimers, neonFolder } from "../run/fixtures/neon.ts"
import { typed } from "../fixtures/typed.ts"

/** `potential.json` of Morse's copper, or of that and nickel. */
function potentialFile(...elements: readonly string[]): string {
  const values = { D: [0.3429, "eV"], alpha: [1.3588, "1/Å"], r0: [2.866, "Å"] } as const
  const pairs = elements.length === 1 ? ["Cu-Cu"] : ["Cu-Cu", "Cu-Ni", "Ni-Ni"]
  const parameters = pairs.flatMap((pair) =>
    Object.entries(values).map(([name, [value, unit]]) => ({ key: `pair.${pair}.${name}`, value, unit, fixed: false })),
  )
  const form = { form: "morse", parameters: { D: 0.3429, alpha: 1.3588, r0: 2.866 } }
  const spec = { kind: "pair", elements, cutoff: 5.4, switch: "shift", pairs: { "*-*": form } }
  const own = {
    format: "luthier-potential",
    version: 1,
    spec,
    elements,
    cutoff: 5.4,
    parameters,
    references: { Cu: -0.25 },
    stressOffsets: {},
  }
  return JSON.stringify({ ...own, provenance: { luthier: "0.1.0", seed: 1, data: {} } })
}

test("serve: what a server gets is what evaluate predicts", async () => {
  const file = ownFolder()
  const frames = await copperFrames(12)
  writeFileSync(file("potential.json"), potentialFile("Cu"))
  writeFileSync(file("data.xyz"), frames.map((frame) => formatExtxyz(frame)).join(""))
  expect(await typed("evaluate", file("potential.json"), file("data.xyz"), "--predictions", file("p.xyz"), "--threads", "1")).toMatchObject(
    { status: 0 },
  )
  const server = await openForceServer({ path: file("s") }, () => undefined)
  const served = typed("serve", file("potential.json"), "--unix", file("s"))
  const found = []
  for (const { structure } of frames) {
    const { message, answer } = sentStructure(structure)
    const force = await server.forces(message)
    found.push({ energy: force.energy, ...answer(force) })
  }
  server.dismiss()
  const { status, stderr } = await served
  await server.close()
  expect(status).toBe(0)
  expect(stderr).toContain(`${frames.length} structures answered; the server says that it is done`)
  const keys = { energy: "predicted_energy", forces: "predicted_forces", stress: "predicted_stress" }
  let k = 0
  for await (const { energy = NaN, forces, stress } of readAny(textSource("p.xyz", readFileSync(file("p.xyz"), "utf8")), { keys })) {
    expect(found[k].energy).toBeCloseTo(energy, 10)
    found[k].forces.forEach((f, i) => expect(f).toBeCloseTo(forces?.[i] ?? NaN, 11))
    found[k].stress?.forEach((s, v) => expect(s).toBeCloseTo(stress?.[v] ?? NaN, 12))
    k++
  }
  expect(k).toBe(frames.length)
})

test("serve --reconnect: one server after another, one with other atoms too, until none comes", async () => {
  const file = ownFolder()
  const [{ structure }] = await copperFrames(31)
  writeFileSync(file("potential.json"), potentialFile("Cu"))
  writeFileSync(file("start.xyz"), formatExtxyz((await copperFrames(31))[0]))
  const served = typed(
    "serve",
    file("potential.json"),
    "--unix",
    file("s"),
    "--reconnect",
    "--wait",
    "1.5",
    "--structure",
    file("start.xyz"),
  )
  const energies: number[] = []
  for (const atoms of [107, 4, 107]) {
    const server = await openForceServer({ path: file("s") }, () => undefined)
    const { message } = sentStructure(structure)
    const answer = server.forces({ ...message, positions: message.positions.slice(0, 3 * atoms) })
    if (atoms === 107) energies.push((await answer).energy)
    else await expect(answer).rejects.toThrow("it closed the connection")
    await server.close()
  }
  const { status, stderr } = await served
  expect(energies).toEqual([energies[0], energies[0]])
  expect(stderr).toMatch(/the server sends 4 atoms, the structure has 107 {2}name the structure/)
  expect(stderr).toMatch(/no server listens at /)
  expect(status).toBe(2)
})

test("serve --uncertainty: error bars as evaluate gives them, in the text behind the forces", async () => {
  const folder = neonFolder(`${neonConfig}export: { lammps: false }\n`)
  const distances = Array.from({ length: 24 }, (_, k) => 2.5 + 0.07 * k)
  writeFileSync(folder.path("train.xyz"), neonDimers(distances, 0.0004))
  expect(await typed("fit", folder.path("fit.yaml"), "--out", folder.path("run"), "--threads", "1")).toMatchObject({ status: 0 })
  const bars = ["--uncertainty", "--predictions", folder.path("p.xyz"), "--threads", "1"]
  expect(await typed("evaluate", folder.path("run"), folder.path("test.xyz"), ...bars)).toMatchObject({ status: 0 })
  const server = await openForceServer({ path: folder.path("s") }, () => undefined)
  const served = typed("serve", folder.path("run"), "--unix", folder.path("s"), "--uncertainty", "--structure", folder.path("test.xyz"))
  for await (const { structure, info } of readAny(textSource("p.xyz", readFileSync(folder.path("p.xyz"), "utf8")))) {
    const sent = JSON.parse((await server.forces(sentStructure(structure).message)).extras)
    expect(Object.keys(sent)).toEqual(["posterior", "pops", "committee"].flatMap((name) => [`energy_${name}`, `forces_${name}`]))
    for (const name of ["posterior", "pops", "committee"]) {
      const expected = Number(info?.[`energy_${name}`])
      expect(expected).toBeGreaterThan(0)
      expect(Math.abs(sent[`energy_${name}`] / expected - 1)).toBeLessThan(1e-9)
      expect(sent[`forces_${name}`]).toHaveLength(6)
      expect(sent[`forces_${name}`][0]).toBeGreaterThan(0)
    }
  }
  server.dismiss()
  expect(await served).toMatchObject({ status: 0 })
  await server.close()
})

test("label: a data file computed by a client, as its command line says", async () => {
  const file = ownFolder()
  const frames = await copperFrames(15)
  writeFileSync(file("pool.xyz"), frames.map((frame) => formatExtxyz(frame)).join(""))
  const labelled = typed("label", file("pool.xyz"), "--unix", file("s"), "-o", file("out.xyz"), "--json")
  const source = forceSource(copper)
  let answers = 0
  while (answers < frames.length) {
    answers += (await serveForces(await connect({ path: file("s") }, 20), { element: 29 }, source.answer)).answers
  }
  source.release()
  const { status, stdout } = await labelled
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toEqual({ labelled: frames.length, skipped: 0, failed: 0 })
  let k = 0
  for await (const { structure, energy, group } of readAny(textSource("out.xyz", readFileSync(file("out.xyz"), "utf8")))) {
    expect(energy).toBeCloseTo(copperAnswer(structure).energy, 9)
    expect(frames.map((frame) => frame.group)).toContain(group)
    k++
  }
  expect(k).toBe(frames.length)
})

test("command lines that make no sense", async () => {
  const file = ownFolder()
  writeFileSync(file("potential.json"), potentialFile("Cu", "Ni"))
  writeFileSync(file("gold.xyz"), "1\nProperties=species:S:1:pos:R:3\nAu 0 0 0\n")
  const serve = (...words: readonly string[]): ReturnType<typeof typed> => typed("serve", file("potential.json"), ...words)
  const refused = async (run: ReturnType<typeof typed>, message: string | RegExp): Promise<void> => {
    const { status, stderr } = await run
    expect(stderr).toMatch(message)
    expect(status).toBe(2)
  }
  await refused(serve(), "there is no address")
  await refused(serve("--ipi", "31415", "--unix", "a"), "are two addresses")
  await refused(serve("--ipi", "a:b"), /It must be host:port/)
  await refused(serve("--ipi", "localhost:70000"), /It must be host:port/)
  await refused(serve("--unix", "x".repeat(100)), "at most 107 bytes")
  await refused(serve("--unix", "a", "--wait", "soon"), "number of seconds")
  await refused(serve("--unix", "a"), "the potential has 2 elements, and servers do not tell which atom is which")
  await refused(serve("--unix", "a", "--structure", file("gold.xyz")), /gold\.xyz {2}Au is no element of the potential/)
  await refused(serve("--unix", file("a"), "--structure", copperFile, "--wait", "0"), /no server listens at/)
  await refused(typed("label", copperFile, "--unix", file("a")), /out <file>/)
})

import { describe, expect, test } from "vitest"
import { inverse, timesMatrix } from "../atoms/cell.ts"
import { strain } from "../atoms/transform.ts"
import { evaluateStructure } from "../potentials/evaluate-structure.ts"
import { voigtIndices } from "../units/stress.ts"
import { clientMessage, encodeClientMessage } from "./client-message.ts"
import { drivenStructure } from "./driven-structure.ts"
import { alloyCrystal, alloyPotential, alloyTheta, forceMessageOf } from "./fixtures/alloy.ts"
import { messageStream } from "./message-stream.ts"
import { sentStructure } from "./sent-structure.ts"
import { encodeServerMessage, serverMessage } from "./server-message.ts"

// CODATA 2022, as written there.
const BOHR = 0.529177210544
const HARTREE = 27.211386245981

const bytesOf = (header: string, ...parts: readonly ArrayBuffer[]): Uint8Array =>
  Buffer.concat([Buffer.from(header.padEnd(12)), ...parts.map((part) => new Uint8Array(part))])
const int32 = (...values: readonly number[]): ArrayBuffer => Int32Array.from(values).buffer
const doubles = (...values: readonly number[]): ArrayBuffer => Float64Array.from(values).buffer

describe("on the wire", () => {
  test("positions: columns of lattice vectors, their inverse, a count, coordinates, all in Bohr", () => {
    const cell = Float64Array.of(3.1, 0, 0, 0.7, 4.3, 0, -0.4, 1.1, 5.2)
    const bytes = encodeServerMessage({ kind: "positions", cell, positions: Float64Array.of(1.5, 2.5, 3.5, -1, 0, 2) })
    const view = new DataView(bytes.buffer)
    const reals = (at: number, count: number): number[] => Array.from({ length: count }, (_, k) => view.getFloat64(at + 8 * k, true))
    expect(Buffer.from(bytes.subarray(0, 12)).toString()).toBe("POSDATA     ")
    expect(bytes).toHaveLength(12 + 72 + 72 + 4 + 48)
    const columns = reals(12, 9)
    ;[3.1, 0.7, -0.4, 0, 4.3, 1.1, 0, 0, 5.2].forEach((x, k) => expect(columns[k]).toBeCloseTo(x / BOHR, 13))
    const unit = timesMatrix(columns, Float64Array.from(reals(84, 9)))
    ;[1, 0, 0, 0, 1, 0, 0, 0, 1].forEach((x, k) => expect(unit[k]).toBeCloseTo(x, 14))
    expect(view.getInt32(156, true)).toBe(2)
    ;[1.5, 2.5, 3.5, -1, 0, 2].forEach((x, k) => expect(reals(160, 6)[k]).toBeCloseTo(x / BOHR, 13))
  })

  test("forces: Hartree, Hartree/Bohr, a symmetric virial, and a text", () => {
    const message = forceMessageOf(alloyCrystal, "{}")
    const view = new DataView(encodeClientMessage(message).buffer)
    expect(view.getFloat64(12, true) * HARTREE).toBeCloseTo(message.energy, 12)
    const atoms = alloyCrystal.numbers.length
    expect(view.getInt32(20, true)).toBe(atoms)
    expect((view.getFloat64(24 + 8, true) * HARTREE) / BOHR).toBeCloseTo(message.forces[1], 12)
    const virial = (row: number, column: number): number => view.getFloat64(24 + 24 * atoms + 8 * (3 * row + column), true) * HARTREE
    voigtIndices.forEach(([row, column], v) => {
      expect(virial(row, column)).toBeCloseTo(message.virial[v], 12)
      expect(virial(column, row)).toBe(virial(row, column))
    })
    expect(view.getInt32(24 + 24 * atoms + 72, true)).toBe(2)
  })

  test("the virial is −dE/dε", () => {
    const view = new DataView(encodeClientMessage(forceMessageOf(alloyCrystal)).buffer)
    const step = 1e-5
    voigtIndices.forEach(([row, column]) => {
      const energy = (size: number): number => {
        const change = new Float64Array(9)
        change[3 * row + column] += size / 2
        change[3 * column + row] += size / 2
        const [sent] = messageStream(serverMessage).push(encodeServerMessage(sentStructure(strain(alloyCrystal, change)).message))
        if (sent.kind !== "positions") throw new Error(sent.kind)
        const strained = drivenStructure({ template: alloyCrystal }, sent)
        return evaluateStructure(alloyPotential, alloyTheta, strained).energy / HARTREE
      }
      const found = view.getFloat64(24 + 24 * alloyCrystal.numbers.length + 8 * (3 * row + column), true)
      expect(Math.abs(found)).toBeGreaterThan(1e-4)
      expect(found).toBeCloseTo(-(energy(step) - energy(-step)) / (2 * step), 8)
    })
  })

  test("LAMMPS sends one triangle of the virial", () => {
    const read = (...virial: readonly number[]): readonly number[] => {
      const bytes = bytesOf("FORCEREADY", doubles(-0.3), int32(1), doubles(0, 0, 0), doubles(...virial), int32(0))
      const [message] = messageStream(clientMessage).push(bytes)
      return message.kind === "force" ? Array.from(message.virial, (w) => Number((w / HARTREE).toFixed(12))) : []
    }
    expect(read(1, 2, 3, 0, 4, 5, 0, 0, 6)).toEqual([1, 4, 6, 5, 3, 2])
    expect(read(1, 0, 0, 2, 4, 0, 3, 5, 6)).toEqual([1, 4, 6, 5, 3, 2])
    expect(read(1, 2, 3, 4, 4, 5, 5, 7, 6)).toEqual([1, 4, 6, 6, 4, 3])
    expect(read(1, 0, 0, 0, 4, 0, 0, 0, 6)).toEqual([1, 4, 6, 0, 0, 0])
  })

  test("headers may be padded with blanks or zeros, and lattice vectors be missing", () => {
    expect(messageStream(serverMessage).push(bytesOf("EXIT\0\0\0\0\0\0\0\0"))).toEqual([{ kind: "exit" }])
    const bytes = encodeServerMessage({ kind: "positions", cell: new Float64Array(9), positions: Float64Array.of(1, 2, 3) })
    const [message] = messageStream(serverMessage).push(bytes)
    expect(message).toMatchObject({ kind: "positions", cell: new Float64Array(9) })
    expect([...new Float64Array(bytes.slice(84, 156).buffer)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0])
  })

  test("what is no message is refused", () => {
    expect(() => messageStream(serverMessage).push(Buffer.from("HTTP/1.1 400 Bad Request\r\n"))).toThrow(
      "“HTTP/1.1 400” is no message of the i-PI protocol",
    )
    expect(() => messageStream(clientMessage).push(bytesOf("STATUS"))).toThrow("“STATUS” is no message")
    const crowd = bytesOf("POSDATA", doubles(...Array.from({ length: 18 }, () => 1)), int32(-5))
    expect(() => messageStream(serverMessage).push(crowd)).toThrow("announces -5 atoms")
    expect(() => messageStream(serverMessage).push(bytesOf("INIT", int32(0, 2 ** 30)))).toThrow("1073741824 bytes of text")
  })
})

test("the inverse cell of other programs is not looked at", () => {
  const cell = Float64Array.of(3.1, 0, 0, 0.7, 4.3, 0, -0.4, 1.1, 5.2)
  const bytes = encodeServerMessage({ kind: "positions", cell, positions: new Float64Array(3) })
  bytes.set(new Uint8Array(doubles(...inverse(cell))), 84)
  const [message] = messageStream(serverMessage).push(bytes)
  expect(message.kind === "positions" && message.cell.every((x, k) => Math.abs(x - cell[k]) < 1e-15)).toBe(true)
})

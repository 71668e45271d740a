import * as fc from "fast-check"
import { expect, test } from "vitest"
import { virial } from "../units/stress.ts"
import { type ClientMessage, clientMessage, encodeClientMessage } from "./client-message.ts"
import { messageStream } from "./message-stream.ts"
import { encodeServerMessage, type ServerMessage, serverMessage } from "./server-message.ts"

/** None so small that a unit's factor takes its last digits. */
const real = fc.double({ min: -80, max: 80, noNaN: true }).map((x) => (Math.abs(x) < 1e-300 ? 0 : x))
const reals = (length: number): fc.Arbitrary<Float64Array> =>
  fc.array(real, { minLength: length, maxLength: length }).map((values) => Float64Array.from(values))
const vectors = fc.integer({ min: 0, max: 6 }).chain((atoms) => reals(3 * atoms))
const word = <K extends string>(kind: K): fc.Arbitrary<{ kind: K }> => fc.constant({ kind })
const text = fc.string({ maxLength: 9, unit: "grapheme" })

const fromServer: fc.Arbitrary<ServerMessage> = fc.oneof(
  word("status"),
  word("get-force"),
  word("exit"),
  fc.record({ kind: fc.constant("init" as const), bead: fc.integer({ min: -1, max: 1000 }), text }),
  fc.record({
    kind: fc.constant("positions" as const),
    cell: reals(9).map((cell) => cell.map((x, k) => (k % 4 === 0 ? 200 + x : x))),
    positions: vectors,
  }),
)
const fromClient: fc.Arbitrary<ClientMessage> = fc.oneof(
  word("need-init"),
  word("ready"),
  word("have-data"),
  fc.record({ kind: fc.constant("force" as const), energy: real, forces: vectors, virial: reals(6).map(virial), extras: text }),
)

/** The bytes in pieces, cut at any places; empty pieces too. */
function pieces(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...cuts.map((cut) => Math.round(cut * bytes.length)).sort((a, b) => a - b), bytes.length]
  return places.slice(1).map((end, k) => bytes.subarray(places[k], end))
}

const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 60 })

/** The same message, its numbers as near as two conversions of their unit leave them. */
function expectSame(found: object, sent: object): void {
  const wrong = Object.entries(sent).filter(([key, value]) => {
    const other: unknown = Reflect.get(found, key)
    if (!(value instanceof Float64Array)) return typeof value === "number" ? !near(Number(other), value) : other !== value
    return !(other instanceof Float64Array) || other.length !== value.length || !value.every((x, k) => near(other[k], x))
  })
  expect(wrong).toEqual([])
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 4 * Number.EPSILON * Math.abs(b)
}

test("messages of a server come out as they went in, wherever their bytes are cut", () => {
  fc.assert(
    fc.property(fc.array(fromServer, { maxLength: 6 }), cuts, (messages, cuts) => {
      const stream = messageStream(serverMessage)
      const found = pieces(Buffer.concat(messages.map(encodeServerMessage)), cuts).flatMap((piece) => stream.push(piece))
      expect(found).toHaveLength(messages.length)
      messages.forEach((message, k) => expectSame(found[k], message))
      expect(stream.pending()).toBe(false)
    }),
  )
})

test("messages of a client come out as they went in, wherever their bytes are cut", () => {
  fc.assert(
    fc.property(fc.array(fromClient, { maxLength: 6 }), cuts, (messages, cuts) => {
      const stream = messageStream(clientMessage)
      const found = pieces(Buffer.concat(messages.map(encodeClientMessage)), cuts).flatMap((piece) => stream.push(piece))
      expect(found).toHaveLength(messages.length)
      messages.forEach((message, k) => expectSame(found[k], message))
    }),
  )
})

test("a message that has begun is pending until its last byte", () => {
  const bytes = encodeServerMessage({ kind: "init", bead: 3, text: "é" })
  const stream = messageStream(serverMessage)
  expect(stream.pending()).toBe(false)
  expect(stream.push(bytes.subarray(0, -1))).toEqual([])
  expect(stream.pending()).toBe(true)
  expect(stream.push(bytes.subarray(-1))).toEqual([{ kind: "init", bead: 3, text: "é" }])
  expect(stream.pending()).toBe(false)
})

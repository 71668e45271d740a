import { Failure } from "../failure/failure.ts"
import { kernels } from "./kernels.ts"

/** Threads that do the steps of one work together: every one runs the same steps, each its own part of them. */
export interface Team {
  readonly size: number
  /** Of this thread, from 0. */
  readonly rank: number
  /**
   * Does this thread's part of a step and waits until all have done theirs. Once one has failed, nobody works any more: all only go
   * through the steps, which must not depend on it, until `failure` has been asked.
   */
  step(work: () => void): void
  /** Leaves a number for the others, who can read it after the step. Places count from 0, below `PLACES`. */
  tell(place: number, value: number): void
  told(rank: number, place: number): number
}

/** How many numbers each thread can leave for the others. */
export const PLACES = 128

/** A team of this thread alone, which waits for nobody: what fails is thrown where it fails. */
export function soloTeam(): Team {
  const numbers = new Float64Array(PLACES)
  return Object.freeze({
    size: 1,
    rank: 0,
    step: (work: () => void) => work(),
    tell: (place: number, value: number) => void (numbers[place] = value),
    told: (_: number, place: number) => numbers[place],
  })
}

/** A member of a team of several threads. */
export interface TeamMember extends Team {
  /**
   * What the first of the threads that failed since the last call threw. For the thread of rank 0 alone, while the others wait for it
   * at a step in which they have nothing to do.
   */
  failure(): Error | undefined
}

/** Words of the shared block, a cache line apart. */
const ARRIVED = 0
const ROUND = 16
const FAILED = 32
const LOST = 48
const HEAD = 64
const MESSAGE = 2048
/** Looks at the others this often before it sleeps: some tens of microseconds. */
const LOOKS = 4000
/** Longest sleep before the thread that drives the others sees whether they live [ms]. */
const SLEEP = 500

/** Doubles of the shared block of a team: all zero before the first of its threads joins. */
export function teamBlock(size: number): Float64Array {
  return kernels().heap.f64(HEAD / 2 + size * (PLACES + MESSAGE / 8))
}

/**
 * Joins a team whose block is at `pointer` of the kernel memory that all its threads share.
 *
 * The threads of a team sleep while they wait: in a browser none of them may be that of the page.
 *
 * @param lost tells what ended another thread; for the one that drives them. All others then leave the team at their next step.
 */
export function joinTeam(pointer: number, size: number, rank: number, lost?: () => Error | undefined): TeamMember {
  const { heap } = kernels()
  const words = heap.view(Int32Array, pointer, HEAD)
  const numbers = heap.view(Float64Array, pointer + 4 * HEAD, size * PLACES)
  const messages = heap.view(Uint8Array, pointer + 4 * HEAD + 8 * size * PLACES, size * MESSAGE)

  let ended: Error | undefined
  const demandAll = (): void => {
    if (Atomics.load(words, LOST) === 1) throw ended ?? new Error("another thread of this team has ended")
  }
  const look = (): void => {
    ended = lost?.()
    if (!ended) return
    Atomics.store(words, LOST, 1)
    // Lets go those who sleep.
    Atomics.add(words, ROUND, 1)
    Atomics.notify(words, ROUND)
  }
  const sleep = lost ? SLEEP : Infinity
  const meet = (): void => {
    demandAll()
    const round = Atomics.load(words, ROUND)
    if (Atomics.add(words, ARRIVED, 1) === size - 1) {
      Atomics.store(words, ARRIVED, 0)
      Atomics.store(words, ROUND, round + 1)
      Atomics.notify(words, ROUND)
      return
    }
    for (let looks = 0; looks < LOOKS && Atomics.load(words, ROUND) === round; looks++);
    while (Atomics.load(words, ROUND) === round) if (Atomics.wait(words, ROUND, round, sleep) === "timed-out") look()
    demandAll()
  }
  let thrown: unknown
  return Object.freeze({
    size,
    rank,
    step(work: () => void): void {
      if (Atomics.load(words, FAILED) === 0) {
        try {
          work()
        } catch (error) {
          thrown = error
          writeMessage(messages.subarray(rank * MESSAGE, (rank + 1) * MESSAGE), error)
          Atomics.store(words, FAILED, 1)
        }
      }
      meet()
    },
    tell: (place: number, value: number) => void (numbers[rank * PLACES + place] = value),
    told: (from: number, place: number) => numbers[from * PLACES + place],
    failure(): Error | undefined {
      if (Atomics.load(words, FAILED) === 0) return undefined
      const rooms = Array.from({ length: size }, (_, r) => messages.subarray(r * MESSAGE, (r + 1) * MESSAGE))
      const from = rooms.findIndex((room) => room[0] !== 0)
      const error = from === rank && thrown instanceof Error ? thrown : readMessage(rooms[from])
      for (const room of rooms) room[0] = 0
      Atomics.store(words, FAILED, 0)
      return error
    },
  })
}

const FAILURE = 1
const DEFECT = 2

function writeMessage(room: Uint8Array, error: unknown): void {
  const text = error instanceof Failure ? `${error.message}\n${error.advice ?? ""}` : String(error)
  room[0] = error instanceof Failure ? FAILURE : DEFECT
  const bytes = new TextEncoder().encode(text).subarray(0, room.length - 2)
  room.set(bytes, 1)
  room[1 + bytes.length] = 0
}

function readMessage(room: Uint8Array): Error {
  const bytes = room.slice(1)
  const text = new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(0)))
  if (room[0] !== FAILURE) return new Error(text)
  const [what, advice] = text.split("\n")
  return new Failure(what, advice ? { advice } : {})
}

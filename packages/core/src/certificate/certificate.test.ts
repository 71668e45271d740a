import { describe, expect, it } from "vitest"
import type { Evaluation } from "../potentials/potential.ts"
import { argon } from "../properties/fixtures/potentials.ts"
import { certificateSentence, certify } from "./certificate.ts"
import { slow, steady, theta } from "./fixtures/broken.ts"

const still = (): number => 0

describe("a certificate", () => {
  it("catches sums over all pairs by the time they take", () => {
    const { potential, clock } = slow()
    const failures = certify(potential, theta, { clock, effort: "quick" }).checks.filter(({ verdict }) => verdict === "fail")
    expect(failures.map(({ name, measured }) => [name, measured])).toEqual([["cost", 8]])
    const even = steady(argon)
    const cost = certify(even.potential, theta, { clock: even.clock, effort: "quick" }).checks.find(({ name }) => name === "cost")
    expect(cost).toMatchObject({ verdict: "pass", measured: 1 })
  })

  it("is the same for the same seed, and tells of every check", () => {
    const once = certify(argon, theta, { seed: 7, clock: still, effort: "quick" })
    expect(certify(argon, theta, { seed: 7, clock: still, effort: "quick" })).toEqual(once)
    expect(once.passed).toBe(true)
    expect(certificateSentence(once, argon)).toBe("Ar pair: all 13 checks passed")
    expect(once.checks.every(({ compared }) => compared > 0)).toBe(true)
    // Lennard-Jones fcc has its nearest neighbours at 1.0902 σ (a lattice sum to infinity); a switch to zero at 8 Å leaves it near.
    const [fcc] = once.crystals
    expect(fcc.name).toBe("fcc Ar")
    expect(Math.abs(fcc.nearest / (1.0902 * 3.4) - 1)).toBeLessThan(0.01)
  })

  it("does not take what is no number for an answer", () => {
    const silent = { ...argon, evaluate: (_graph: unknown, _theta: unknown, out: Evaluation) => void out.energies.fill(Number.NaN) }
    const failures = certify(silent, theta, { clock: still, effort: "quick" }).checks.filter(({ verdict }) => verdict === "fail")
    expect(failures.length).toBeGreaterThan(5)
    expect(failures[0]).toMatchObject({ name: "translation", measured: null })
  })
})

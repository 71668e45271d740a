import { parseHTML } from "linkedom"
import { expect, it } from "vitest"
import type { Certificate, CertificateCheck } from "../certificate/certificate.ts"
import { certificatePage } from "./certificate-page.ts"

const check = (own: Partial<CertificateCheck>): CertificateCheck => ({
  ...{ name: "rotation", law: "turned, energies stay", verdict: "pass", quantity: "largest difference", unit: "" },
  ...{ measured: 3.25e-14, bound: 1e-10, compared: 8, worst: "hot fcc Cu", structures: [] },
  ...own,
})
const certificate: Certificate = {
  passed: false,
  checks: [
    check({}),
    check({ name: "continuity", verdict: "fail", unit: "eV", measured: 0.0042, worst: "the dimer Cu–Cu at <4.6> Å" }),
    check({ name: "forces", verdict: "fail", measured: null, worst: "force on atom 3: not a number" }),
    check({ name: "locality", verdict: "not applicable", measured: null, bound: null, compared: 0, worst: "charges act at all distances" }),
  ],
  samples: [{ name: "hot fcc Cu", atoms: 8 }],
  refused: ["hot fcc Na: the charges add up to 8 e"],
  crystals: [{ name: "fcc Cu", nearest: 2.556, volume: 11.81, energy: -3.54 }],
  dimers: [{ pair: "Cu-Cu", distances: [1, 1.5, 2, 2.5, 3], energies: [null, 30, 0.4, -0.6, -0.2], shortest: 2.17, origin: "crystal" }],
}

it("a certificate is shown whole, and its failures with their files", () => {
  const html = certificatePage("Cu <EAM>", ["Cu eam: 2 of 3 checks failed."], certificate)
  const { document } = parseHTML(html)
  const text = document.body.textContent ?? ""
  for (const shown of [
    ...[
      "3.3·10−14",
      "0.0042 eV",
      "not a number",
      "charges act at all distances",
      "the charges add up to 8 e",
      "2.556",
      "hot fcc Cu: 8 atoms",
    ],
    ...["failures/continuity.extxyz", "failures/forces.extxyz"],
  ]) {
    expect(text).toContain(shown)
  }
  expect(document.querySelectorAll("svg[role=img]").length).toBe(1)
  expect(html).not.toMatch(/<4\.6>|<EAM>|NaN|undefined|<script|src=|href="(?!#)/)
})

import { describe, expect } from "vitest"
import { luthier } from "../command-line.ts"
import { folderWith, type Files } from "../folder.ts"
import { config, train } from "./good.ts"
import { changed, refuses } from "./refusal.ts"

const inputs: Files = {
  "train.xyz": train,
  "fit.yaml": config,
  "one.xyz": train.split("\n").slice(0, 4).join("\n"),
  "mine/thesis.txt": "years of work",
}

/** What is wrong; what is typed; what must be said, and where. */
type Typed = readonly [name: string, line: string, said: RegExp, place?: string]

const words: readonly Typed[] = [
  ["nothing to do", "", /say what to do/],
  ["a verb that is not there", "fitt fit.yaml", /unknown command 'fitt'/],
  ["an option that is not there", "fit fit.yaml --thread 2", /unknown option '--thread'/],
  ["no config", "fit", /missing required argument 'config'/],
  ["a config too many", "fit fit.yaml fit.yaml", /too many arguments/],
  ["no threads", "fit fit.yaml --threads 0", /whole number from 1/],
  ["threads in words", "fit fit.yaml --threads all", /whole number from 1/],
  ["half a thread", "evaluate potential.json train.xyz --threads 0.5", /whole number from 1/],
  ["no folder behind --out", "fit fit.yaml --out", /--out <folder>.*argument missing/],
  ["a config that is not there", "fit none.yaml", /no such file.*check the path/, "none.yaml"],
  ["a folder for a config", "fit mine", /this is a folder/, "mine"],
  ["data for a config", "fit train.xyz", /mapping/, "train.xyz:1:1"],
  ["a file for the output folder", "fit fit.yaml --out train.xyz", /output folder is a file/, "train.xyz"],
  ["a folder of other things", "fit fit.yaml --out mine", /not empty, and not a run/, "mine"],
  ["a folder of other things by force", "fit fit.yaml --out mine --force", /not empty, and not a run/, "mine"],
  ["nothing to resume", "fit fit.yaml --out out --resume", /no checkpoint to resume from/, "out"],
  ["both resumed and forced", "fit fit.yaml --out out --resume --force", /'--resume' cannot be used with option '--force'/],
  ["a report of no run", "report mine", /no such file|no run/, "mine/config.resolved.yaml"],
  ["checking what is not there", "check none.xyz", /no such file/, "none.xyz"],
  ["checking a config and a file", "check fit.yaml train.xyz", /config is checked by itself/, "fit.yaml"],
  ["an initial config of nothing", "init none.xyz", /no such file/, "none.xyz"],
  ["an initial config over another", "init train.xyz --out fit.yaml", /already there.*--force/, "fit.yaml"],
  ["an export to nowhere", "export potential.json", /--out <folder>.*not specified/],
  ["conversion to nowhere", "convert train.xyz", /missing required argument 'output'/],
  ["conversion to an unknown name", "convert train.xyz out.cif", /does not tell the format.*--to extxyz/, "out.cif"],
  ["conversion to an unknown format", "convert train.xyz out --to cif", /no format is called cif/],
  ["several frames in a POSCAR", "convert train.xyz POSCAR", /one structure.*--frame/, "train.xyz"],
  ["a frame that is not there", "convert train.xyz POSCAR --frame 12", /no frame 12: the file has 11/, "train.xyz"],
  ["frame zero", "convert train.xyz POSCAR --frame 0", /frames count from 1/],
  ["half a frame", "convert train.xyz out.xyz --frame 1.5", /frames count from 1/],
  ["a structure without cell in a POSCAR", "convert one.xyz POSCAR", /cell/, "one.xyz:1"],
  ["a file in place of a folder", "convert one.xyz train.xyz/out.xyz", /a file is in the way/, "train.xyz"],
]

describe("a command line", () => {
  refuses(words.map(([name, line, said, place]) => ({ name, files: inputs, command: line.split(" ").filter(Boolean), said, place })))
})

const run = await finishedRun()

/** All files of a run of the config. */
async function finishedRun(): Promise<Files> {
  using folder = folderWith(inputs)
  expect(await luthier(folder.path("."), "fit", "fit.yaml", "--out", "out", "--threads", "1")).toMatchObject({ code: 0 })
  const written = Object.entries(folder.listing()).filter(([name, content]) => name.startsWith("out/") && content !== "a folder")
  return Object.fromEntries(
    written.map(([name, content]) => [name, name.endsWith(".bin") ? Buffer.from(content, "latin1") : folder.text(name)]),
  )
}

describe("a run folder whose checkpoint", () => {
  const latest = "out/checkpoints/latest.json"
  const edits: readonly (readonly [string, (checkpoint: string) => string, RegExp])[] = [
    ["is empty", () => "", /cannot be read.*--force/],
    ["has lost its half", (text) => text.slice(0, text.length / 2), /cannot be read.*--force/],
    ["is a list", () => "[]", /no checkpoint/],
    ["is something else", () => '{ "format": "luthier-potential" }', /no checkpoint/],
    ["has a word for its point", (text) => changed(text, /"x": \[[^\]]*\]/, '"x": "lost"'), /damaged.*--force/],
    ["has other parameters", (text) => changed(text, /"theta": \[[^\]]*\]/, '"theta": [1, 2]'), /damaged.*--force/],
    ["has another digit", (text) => changed(text, /"cost": \d/, '"cost": 7'), /damaged.*--force/],
  ]
  const command = ["fit", "fit.yaml", "--out", "out", "--threads", "1", "--resume"]
  refuses(
    edits.map(([name, edit, said]) => ({
      name,
      files: { ...inputs, ...run, [latest]: edit(String(run[latest])) },
      command,
      place: latest,
      said,
    })),
  )
  refuses([
    {
      name: "is of other inputs",
      files: { ...inputs, ...run, [latest]: changed(String(run[latest]), /"inputs": "./, '"inputs": "x') },
      command,
      place: "out",
      said: /config or data have changed/,
    },
    {
      name: "is of other data",
      files: { ...inputs, ...run, "train.xyz": changed(train, "energy=-", "energy=") },
      command,
      place: "out",
      said: /config or data have changed/,
    },
  ])
})

describe("a run folder", () => {
  const { "out/metrics.json": _, ...unfinished } = run
  refuses([
    { name: "with a finished run", files: { ...inputs, ...run }, place: "out", said: /a finished run is here.*--force/ },
    { name: "with an unfinished run", files: { ...inputs, ...unfinished }, place: "out", said: /an unfinished run is here.*--resume/ },
  ])
})

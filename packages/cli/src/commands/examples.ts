import type { Command } from "commander"

/** Command lines by verb, for the folder of the project; they follow the fit of the copper example, the conversion to `start.xyz` and the selection. */
export const examples: Readonly<Record<string, readonly string[]>> = {
  init: ["luthier init examples/copper-eam/data/Cu_train.xyz.gz --out fit.yaml"],
  check: ["luthier check examples/copper-eam/fit.yaml", "luthier check examples/copper-eam/data/Cu_train.xyz.gz"],
  fit: [
    "luthier fit examples/copper-eam/fit.yaml --out runs/copper-eam",
    "luthier fit examples/copper-eam/fit.yaml --out runs/copper-eam --resume",
  ],
  evaluate: ["luthier evaluate runs/copper-eam examples/copper-eam/data/Cu_test.xyz.gz --predictions predictions.xyz"],
  report: ["luthier report runs/copper-eam"],
  identify: ["luthier identify runs/copper-eam --by group"],
  profile: ["luthier profile runs/copper-eam --parameters pair.Cu-Cu.knot5"],
  sample: ["luthier sample runs/copper-eam --draws 200"],
  reduce: ["luthier reduce runs/copper-eam"],
  grade: ["luthier grade runs/copper-eam examples/copper-eam/data/Cu_test.xyz.gz --out graded.xyz"],
  select: ["luthier select runs/copper-eam examples/copper-eam/data/Cu_test.xyz.gz --structures 5 --out chosen.xyz"],
  certify: ["luthier certify runs/copper-eam", "luthier certify runs/copper-eam --quick --stability 2"],
  properties: ["luthier properties runs/copper-eam --suite metal --only crystal,elastic"],
  export: ["luthier export runs/copper-eam --out lammps --data examples/copper-eam/data/Cu_test.xyz.gz"],
  serve: ["luthier serve runs/copper-eam --unix copper --structure start.xyz"],
  label: ["luthier label start.xyz --unix copper --out labelled.xyz"],
  md: ["luthier md runs/copper-eam start.xyz --ensemble nvt-langevin --temperature 300 --steps 2000 --out runs/copper-300K"],
  relax: ["luthier relax runs/copper-eam start.xyz --cell triclinic --out relaxed.xyz"],
  convert: ["luthier convert examples/copper-eam/data/Cu_test.xyz.gz start.xyz --frame 1"],
  schema: ["luthier schema > luthier.schema.json"],
  doctor: ["luthier doctor"],
}

/** A verb with its examples at the end of its help. */
export function withExamples(command: Command): Command {
  const lines = examples[command.name()] ?? []
  return command.addHelpText("after", lines.length > 0 ? `\nExamples:\n${lines.map((line) => `  ${line}`).join("\n")}` : "")
}

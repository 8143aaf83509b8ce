// Reads {words, texts} from standard input and prints what Harper has to say about each text.
// The first argument is the folder that npm put Harper into.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const BATCH = 25;
const folder = resolve(process.argv[2], "node_modules/harper.js/dist");
const load = (name) => import(pathToFileURL(`${folder}/${name}`).href);
const { Dialect, LocalLinter } = await load("index.js");
const { binary } = await load("binary.js");

const { words, texts } = JSON.parse(readFileSync(0, "utf8"));
const linter = new LocalLinter({ binary, dialect: Dialect.British });
await linter.setup();
await linter.importWords(words);

const found = [];
for (let first = 0; first < texts.length; first += BATCH) {
  // One call for many texts is faster; an empty line keeps them apart. Harper counts whole characters, as Python does.
  const part = texts.slice(first, first + BATCH);
  const starts = [];
  let length = 0;
  for (const text of part) {
    starts.push(length);
    length += [...text].length + 2;
  }
  // A last line that ends in a sign, as in "Loneliness %", would be read otherwise than the same before others.
  const groups = await linter.organizedLints(`${part.join("\n\n")}\n\nEnd.`, { language: "markdown" });
  for (const [rule, lints] of Object.entries(groups)) {
    for (const lint of lints) {
      const { start } = lint.span();
      const at = starts.findLastIndex((each) => each <= start);
      found.push({
        text: first + at,
        rule,
        start: start - starts[at],
        problem: lint.get_problem_text(),
        message: lint.message(),
        suggestions: lint.suggestions().map((each) => each.get_replacement_text()),
      });
    }
  }
}
process.stdout.write(JSON.stringify(found));

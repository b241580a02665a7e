import { notesApp } from "../apps/notes.ts";
import { documents } from "./notes-documents.ts";
import { patterns } from "./notes-patterns.ts";
import { people, seed } from "./notes-seed.ts";
import { play } from "./play.ts";

play({ app: notesApp, seed, people }, { "a pattern": patterns, "JSON or a list": documents });

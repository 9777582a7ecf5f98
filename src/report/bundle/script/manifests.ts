/** A manifest of the history as lines that a shell can compare. */

export const MANIFESTS = String.raw`manifest() { # commit: what its manifest says, as lines
  git cat-file blob "$1:$out/manifest.json" >"$t/manifest"
  : >"$t/subjects" && : >"$t/pictures" && : >"$t/diagrams" && : >"$t/changes"
  awk 'function text(line) { line = $0; sub(/^[^:]*: "/, "", line); sub(/",?$/, "", line); return line }
    BEGIN { t = ENVIRON["t"] }
    /^  "diagrams": / { inside = 1 }
    /^  [}]/ { inside = 0 }
    inside && /^   ".*": [{]$/ { name = substr($0, 5, length($0) - 8) }
    inside && /^    "date": / { date[name] = text() }
    inside && /^    "model": / { model[name] = text() }
    inside && /^    "previous": / { previous[name] = text() }
    inside && /^    "draft": true/ { draft[name] = "_DRAFT" }
    inside && /^    "version": / { version[name] = $0; gsub(/[^0-9]/, "", version[name]) }
    inside && /^    [^ ]/ { making = /^    "makers": / }
    inside && making && /^     "/ { line = $0; gsub(/^ *"|",?$/, "", line); makers[name] = makers[name] " " line }
    inside && /^    "approvedChanges": / { apart[name] = 1 }
    inside && /^      [^ ]/ { own = /^      "makers": / }
    inside && own && /^       "/ { line = $0; gsub(/^ *"|",?$/, "", line); their = their " " line }
    inside && /^        "by": / { by = text() }
    inside && /^        "model": / { seen = text() }
    inside && /^        "time": / { given[++n] = by "|" seen "|" text() }
    inside && /^      "changes": / { list = text() }
    inside && /^     [}]/ {
      if (list) for (i = 1; i <= n; i++) print list "|" their " |" given[i] "|" name >(t "/changes")
      their = list = ""; n = 0
    }
    /^ "subject": / { subject = 1 }
    subject && /^    "sha256": / { digest = text() }
    subject && /^   "name": / { files[text()] = digest }
    END {
      for (file in files) print files[file] "  " file >(t "/subjects")
      for (name in model) {
        print (draft[name] ? "draft" : apart[name] ? "changes" : "approved") "|" model[name] "|" previous[name] "|" makers[name] " |" name >(t "/diagrams")
        for (file in files) if (index(file, name ".") == 1) {
          ending = substr(file, length(name) + 2)
          folder = ending == "model.json" ? "models" : ending ~ /\./ ? "" : "pictures"
          if (folder) print files[file] "  " folder "/" name "_v" version[name] "_" date[name] "_" substr(model[name], 1, 6) draft[name] "." ending >(t "/pictures")
        }
      }
    }' "$t/manifest"
}
`;

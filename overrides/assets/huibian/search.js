/* Exact search in the browser. One way in for every page and test:

     huibian.search.ready("../..")               the site's root, relative to the page
     await huibian.search.prepare()              reads what every search needs, before one is asked
     await huibian.search(query, options)        -> {total, results, facets, missing, elapsed,
                                                     words, warnings, shown, distinct}
     await huibian.search.suggest(prefix, limit) -> [{value, kind, count}], kind: theme region title
     await huibian.search.marker(query)          -> function: text -> [[start, end], …]

   query: words parted by spaces must all occur; "…" or “…” is a phrase; -word excludes; an empty
   query lists everything. options (all may be left out):
     limit: 20 or Infinity, offset: 0, snippets: true, signal: an AbortSignal,
     sort: "relevance" | "newest" | "oldest" | "order" | "title" | "shortest" | "longest",
     filters: {region: [], level: [], theme: [], kind: [], year: [], collection: [],
     organization: [], author: []}; values as in facets: a region is a path such as 陕西省/汉中市
     and holds for all below it, a collection is its slug, all others are what readers see; what is
     not known is 未注明,
     facets: names of those to count; without it those of the field table,
     within: {organization: "水务"}, only values whose label holds these words,
     most: {organization: 100}, values of a large facet (unit, author) at most; 8 without it,
     sparing: true, facets whose columns are large and not loaded yet are not counted.
   results[i]: {id, url, title, titleMarks, region, level, themes, kind, date, collection:
     {slug, title}, number, score, snippets: [{heading, headingMarks, anchor, text, marks, url}],
     at most three}, and organization, author and length where the field table shows them;
     urls are relative to the site's root.
   shown: {results: […], foot: […]}, the fields that results show, as the field table says.
   facets: {region: [{value, label, count}, …], …}, each counted without its own filter. Places
     stand by code (above those in them), levels from the nation to the village, themes, kinds,
     units and authors by count, years newest first, collections as on their page; 未注明 is always
     the last. distinct: {region: 30, …}, how many values each has, also those not given.
   folded: names of the facets that were not counted.
   missing: [{word, near: […]}], the words that stand nowhere.
   warnings: Chinese sentences about pieces that could not be read; what is left still counts.
   Without the index itself the promise fails with a huibian.SearchError (Chinese message).
   options.among: "practices" searches what practice-search.js says, where that is loaded.

   Articles are known by their places, of which some are empty (slots.py). The index is described
   in scripts/huibian/site/search/grams.py and library.py. Pieces are
   scripts, because a page opened from a folder may load nothing else. ES2018, no dependencies. */
(function () {
  "use strict";

  const huibian = (window.huibian = window.huibian || {});
  const UNKNOWN = "未注明";
  /* What a hit is worth by class (grams.py): body once, 2–3 times, more; summary; heading once,
     more; title once, more. */
  const WORTH = [1, 1.5, 1.9, 2.4, 3.2, 3.6, 6.5, 7];
  const MOST = 8; // values of a large facet, where nobody asks for more
  const FEW = 24; // texts read at once without asking the index again
  const SNIPPETS = 3;
  const SNIPPET = 96; // characters of a single one
  const SEVERAL = 64; // of each of several
  const BEFORE = 20;
  const OPENING = { '"': '"', "“": "”", "＂": "＂", "„": "”" };

  class SearchError extends Error {
    constructor(message, piece) {
      super(message);
      this.name = "SearchError";
      this.piece = piece;
    }
  }
  huibian.SearchError = SearchError;

  // ---------------------------------------------------------------- pieces

  const own = document.currentScript && document.currentScript.src;
  let root = own ? own.replace(/\/?assets\/huibian\/[^/]*$/, "") : ".";
  let opened = null;
  const waiting = new Map();

  function checksum(text) {
    let low = 1;
    let high = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      low = (low + (unit & 255)) % 65521;
      high = (high + low) % 65521;
      low = (low + (unit >> 8)) % 65521;
      high = (high + low) % 65521;
    }
    return high * 65536 + low;
  }

  /* Pieces call this with their name, checksum and content. */
  function piece(name, sum, payload) {
    const asked = waiting.get(name);
    if (asked && checksum(payload) === sum) asked(payload);
  }

  function fetchPiece(name, address) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const end = (problem) => {
        waiting.delete(name);
        script.remove();
        if (problem) {
          reject(
            new SearchError(`搜索索引的一部分${problem}（search/…/${name}.js）。网站可能刚更新过，请刷新页面再试；仍然不行，请把这句话告诉网站管理员。`, name)
          );
        }
      };
      let payload = null;
      waiting.set(name, (content) => {
        payload = content;
      });
      script.onload = () => {
        end(payload === null ? "已损坏" : "");
        if (payload !== null) resolve(payload);
      };
      script.onerror = () => end("读不到");
      script.async = true;
      script.src = address;
      document.head.appendChild(script);
    });
  }

  /* Remembers what is loaded; a failure is forgotten, so that a later try can succeed. */
  function remember(held, name, make) {
    if (!held.has(name)) {
      const made = make();
      held.set(name, made);
      made.catch(() => held.delete(name));
    }
    return held.get(name);
  }

  function bytes(text) {
    const binary = atob(text);
    const data = new Uint8Array(binary.length);
    for (let i = 0; i < binary.length; i++) data[i] = binary.charCodeAt(i);
    return data;
  }

  function numbers(text) {
    const data = bytes(text);
    const values = new Uint32Array(data.length);
    let count = 0;
    let value = 0;
    let shift = 0;
    for (let i = 0; i < data.length; i++) {
      value |= (data[i] & 127) << shift;
      if (data[i] < 128) {
        values[count++] = value;
        value = shift = 0;
      } else {
        shift += 7;
      }
    }
    return values.subarray(0, count);
  }

  function unpack(column, count) {
    const size = column[0];
    const data = bytes(column[1]);
    const values = new Uint32Array(count);
    for (let i = 0, bit = 0; i < count; i++) {
      let value = 0;
      for (let j = 0; j < size; j++, bit++) value |= ((data[bit >> 3] >> (bit & 7)) & 1) << j;
      values[i] = value;
    }
    return values;
  }

  const SIZES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  /* Numbers in codes of several sizes: shorter codes come first, those of one size stand in the
     order of their values (coded.py). */
  function decode([sizes, packed], count) {
    const bySize = SIZES.split("").map(() => []);
    for (let i = 0; i < sizes.length; i++) bySize[SIZES.indexOf(sizes[i])].push(i);
    const data = bytes(packed);
    const values = new Uint32Array(count);
    for (let i = 0, bit = 0; i < count; i++) {
      let ahead = 0; // of the codes of this size, how many steps from the first
      for (let size = 1; ; size++, bit++) {
        ahead = 2 * ahead + ((data[bit >> 3] >> (7 - (bit & 7))) & 1);
        const held = bySize[size];
        if (ahead < held.length) {
          values[i] = held[ahead];
          bit += 1;
          break;
        }
        ahead -= held.length;
      }
    }
    return values;
  }

  // ---------------------------------------------------------------- the index

  const UNITS = 0x10000;

  /* The character of each number, and the number of each character (alphabet.py). */
  function numbering(alphabet) {
    const units = new Uint16Array(UNITS);
    const codes = new Uint16Array(UNITS);
    const known = new Uint8Array(UNITS);
    let next = 0;
    const take = (unit) => {
      if (known[unit]) return;
      known[unit] = 1;
      codes[unit] = next;
      units[next++] = unit;
    };
    take(10);
    for (let i = 0; i < alphabet.length; i++) take(alphabet.charCodeAt(i));
    for (let unit = 0x4e00; unit < 0xa000; unit++) take(unit);
    for (let unit = 0; unit < UNITS; unit++) take(unit);
    return { units, codes };
  }

  class Index {
    constructor(version, manifest) {
      this.path = `${root}/search/${version}/`;
      this.shards = "g";
      this.held = new Map();
      this.loaded = new Set(["collection"]); // facets that can be counted without loading
      this.articles = manifest.articles;
      this.total = manifest.places;
      this.threshold = manifest.threshold;
      this.depth = manifest.depth;
      this.perCards = manifest.cards;
      Object.assign(this, numbering(manifest.alphabet));
      this.folding = new Map();
      for (let i = 0; i < manifest.fold.length; i += 2) {
        this.folding.set(manifest.fold[i], manifest.fold[i + 1]);
      }
      for (const space of manifest.spaces) this.folding.set(space, " ");
      this.dropped = new Set(manifest.dropped);
      this.readList(manifest.shards);
      this.filters = manifest.filters;
      this.large = manifest.large;
      this.heavy = manifest.heavy;
      this.columns = manifest.columns;
      this.facets = manifest.facets;
      this.about = manifest.about;
      this.shown = { results: manifest.results, foot: manifest.foot };
      this.perLabels = manifest.labels;
      this.collections = manifest.collections;
      this.readPlaces(bytes(manifest.used));
    }

    /* The list of shards, or of its branches (shards.py). */
    readList([storeys, names]) {
      this.storeys = storeys;
      this.separators = separators(numbers(names));
    }

    /* Which places are taken, by which article in the catalog's order and of which collection. */
    readPlaces(bits) {
      this.used = new Uint8Array(this.total);
      this.used.forEach((_, i) => (this.used[i] = (bits[i >> 3] >> (i & 7)) & 1));
      this.places = new Uint32Array(this.articles);
      this.rank = new Uint32Array(this.total);
      this.collection = new Uint32Array(this.total);
      let next = 0;
      this.collections.forEach(([, , count, first], i) => {
        for (let place = first; count; place++) {
          if (!this.used[place]) continue;
          this.rank[place] = next;
          this.collection[place] = i;
          this.places[next++] = place;
          count -= 1;
        }
      });
    }

    /* The names of facets' values. */
    values() {
      return this.part("values", (payload) => {
        const names = JSON.parse(payload);
        ["levels", "kinds", "dates", "themes"].forEach((name) => (this[name] = names[name]));
        // a place's path, and the numbers of itself and all above it
        this.regions = [];
        names.regions.forEach((entry, i) => {
          const above = entry[1] ? this.regions[entry[1]] : null;
          this.regions.push({
            label: entry[0],
            path: above ? `${above.path}/${entry[0]}` : entry[0],
            line: above ? above.line.concat(i) : [i],
          });
        });
        this.years = Array.from(new Set(this.dates.map((date) => date.slice(0, 4) || UNKNOWN)));
        this.yearOf = this.dates.map((date) => this.years.indexOf(date.slice(0, 4) || UNKNOWN));
      });
    }

    /* Takes in what articles have of some fields: "length", "date", "level", "kind", "region",
       "theme"; small libraries have all in one piece. */
    async takeColumns(fields) {
      const names = new Set(fields.map((field) => this.columns[field]));
      await Promise.all(
        Array.from(names).map((name) =>
          this.part(name, (payload) => this.readColumns(JSON.parse(payload)))
        )
      );
    }

    readColumns(columns) {
      const read = (column) => this.placed(decode(column, this.articles));
      ["level", "kind", "region", "length"].forEach((name) => {
        if (columns[name]) this[name] = read(columns[name]);
      });
      if (columns.date) {
        // counted from the first date of the collection; 0: none
        this.date = read(columns.date).map(
          (after, place) => after && columns.since[this.collection[place]] + after - 1
        );
      }
      if (columns.theme) {
        this.themeAt = new Uint32Array(this.articles + 1);
        decode(columns.named, this.articles).forEach((count, i) => {
          this.themeAt[i + 1] = this.themeAt[i] + count;
        });
        this.theme = decode(columns.theme, this.themeAt[this.articles]);
      }
    }

    /* Takes in all that is needed to count a facet, or to filter by it. */
    async takeFacet(facet) {
      if (this.large.includes(facet)) await this.takeIn(facet);
      else if (facet !== "collection") {
        await Promise.all([this.values(), this.takeColumns([facet === "year" ? "date" : facet])]);
      }
      this.loaded.add(facet);
    }

    /* What a page begins with: counts of all, and the first articles (beginning.py). */
    beginning(kind) {
      return this.part(`begin/${kind}`, JSON.parse);
    }

    /* By place what stands in the catalog's order. */
    placed(values) {
      const result = new Uint32Array(this.total);
      values.forEach((value, i) => (result[this.places[i]] = value));
      return result;
    }

    piece(name) {
      return remember(this.held, name, () => fetchPiece(name, `${this.path}${name}.js`));
    }

    /* Loads and reads a piece once. */
    part(name, read) {
      return remember(this.held, `read ${name}`, () => this.piece(name).then((payload) => {
        this.held.delete(name);
        return read(payload);
      }));
    }

    // ------------------------------------------------------------ characters

    fold(text) {
      let result = "";
      for (let i = 0; i < text.length; i++) result += this.folding.get(text[i]) || text[i];
      return result;
    }

    /* What a word or phrase is compared as. */
    foldWord(text) {
      let kept = "";
      for (let i = 0; i < text.length; i++) if (!this.dropped.has(text[i])) kept += text[i];
      return this.fold(kept).replace(/ +/g, " ").replace(/^ | $/g, "");
    }

    isSpace(char) {
      return char === " " || this.folding.get(char) === " ";
    }

    /* Codes as a string of characters with these numbers. */
    encode(folded) {
      let result = "";
      for (let i = 0; i < folded.length; i++) {
        result += String.fromCharCode(this.codes[folded.charCodeAt(i)]);
      }
      return result;
    }

    // ------------------------------------------------------------ records

    /* The record of a gram, or of the longest gram in few articles that it begins with. */
    async record(gram) {
      let first = upTo(this.separators, gram);
      if (first !== null && this.storeys > 1) {
        const branch = `${this.shards}_/${spelt(first).join("_")}`;
        first = upTo(await this.part(branch, (text) => separators(numbers(text))), gram);
      }
      if (first === null) return null;
      const name = shardName(this.shards, first);
      const shard = await this.part(name, (text) => this.readShard(text, first));
      for (let size = Math.min(gram.length, this.depth); size > 0; size--) {
        const at = shard.records.get(gram.slice(0, size));
        if (at === undefined) continue;
        const record = this.readRecord(shard.values, at, size);
        // a gram in many articles has records for all that follows it
        const open = size < gram.length && size < this.depth && record.count > this.threshold;
        return open ? null : record;
      }
      return null;
    }

    readShard(text, first) {
      const values = numbers(text);
      const records = new Map();
      let path = first;
      let at = 0;
      while (at < values.length) {
        const depth = values[at] & 7;
        path = path.slice(0, depth - 1) + String.fromCharCode(values[at] >> 3);
        at += 1;
        records.set(path, at);
        let articles = 0;
        let last = 0;
        while (!last) {
          const head = values[at];
          last = head & 1;
          articles += head >> 5;
          at += head & 2 ? 2 + values[at + 1] : 1 + (head >> 5);
        }
        if (depth === this.depth && articles > this.threshold) {
          const gaps = at + articles;
          for (at = gaps; articles > 0; articles--) at += values[gaps - articles];
        }
      }
      return { values, records };
    }

    readRecord(values, at, size) {
      const found = new Uint8Array(this.total); // 0, or the class plus one
      let count = 0;
      let last = 0;
      while (!last) {
        const head = values[at++];
        const worth = ((head >> 2) & 7) + 1;
        last = head & 1;
        count += head >> 5;
        if (head & 2) {
          let article = 0;
          for (let left = values[at++]; left > 0; left--, at++) {
            for (let bit = 0; bit < 7; bit++, article++) {
              if ((values[at] >> bit) & 1) found[article] = worth;
            }
          }
        } else {
          let article = -1;
          for (let i = head >> 5; i > 0; i--) {
            article += values[at++] + 1;
            found[article] = worth;
          }
        }
      }
      return { size, found, count, values, places: at };
    }

    /* Where a gram stands in each of its articles. */
    placesOf(record) {
      const places = new Map();
      let times = record.places;
      let at = times + record.count;
      each(record.found, (article) => {
        const here = [];
        let place = 0;
        for (let i = record.values[times++]; i > 0; i--) here.push((place += record.values[at++]));
        places.set(article, here);
      });
      return places;
    }

    /* The articles that hold a string, or few that may: {found, exact}. */
    async settle(gram) {
      const none = { found: new Uint8Array(this.total), exact: true };
      const record = await this.record(gram);
      if (!record) return none;
      if (record.size === gram.length) return { found: record.found, exact: true };
      if (record.count <= this.threshold) return { found: record.found, exact: false };
      const found = record.found.slice();
      let places = this.placesOf(record);
      for (let at = this.depth; at < gram.length; at += this.depth) {
        const from = Math.min(at, gram.length - this.depth);
        const next = await this.record(gram.slice(from, from + this.depth));
        if (!next) return none;
        if (next.count <= this.threshold) {
          return { found: both(found, next.found), exact: false };
        }
        const there = this.placesOf(next);
        const kept = new Map();
        places.forEach((here, article) => {
          const others = new Set(there.get(article));
          const left = here.filter((place) => others.has(place + from));
          if (left.length) kept.set(article, left);
          else found[article] = 0;
        });
        places = kept;
      }
      return { found, exact: true };
    }

    /* Fewer candidates for a string, by asking for its other parts. */
    async narrow(gram, found) {
      const last = gram.length - this.depth;
      for (const from of last > 2 ? [last, last >> 1] : [Math.max(1, last)]) {
        const record = await this.record(gram.slice(from, from + this.depth));
        found = record ? both(found, record.found) : new Uint8Array(this.total);
      }
      return found;
    }

    // ------------------------------------------------------------ articles

    unpackText(packed) {
      const data = bytes(packed);
      let shown = "";
      for (let i = 0; i < data.length; i++) {
        let code = data[i];
        if (code === 255) code = (data[++i] << 8) | data[++i];
        else if (code >= 192) code = 192 + ((code - 192) << 8) + data[++i];
        shown += String.fromCharCode(this.units[code]);
      }
      return shown;
    }

    text(article) {
      return this.part(numbered("t", article), (payload) => {
        const [number, url, own, heads, leads, packed] = JSON.parse(payload);
        const blocks = this.unpackText(packed).split("\n").slice(0, -1);
        const about = { number, url, own, heads: new Map(heads), leads: new Set(leads) };
        // the ends of blocks stay: a phrase with a space must not run over them
        const folded = blocks.map((block) => this.fold(block) + "\n").join("");
        return Object.assign(about, { blocks, folded });
      });
    }

    async card(article) {
      const number = Math.floor(article / this.perCards);
      const cards = await this.part(numbered("c", number), JSON.parse);
      const [count, url, own, title] = cards[article % this.perCards];
      return { number: count, url, own, blocks: [title] };
    }

    /* The facts of an article as they are written with it (overview.py). */
    told(values) {
      const own = { region: "", level: "", themes: [], kind: "", date: "" };
      values.forEach((value, i) => (own[this.about[i]] = value));
      return own;
    }

    words() {
      return this.part("words", (payload) =>
        JSON.parse(payload).map(([value, kind, count]) => ({
          value,
          kind,
          count,
          folded: this.foldWord(value),
        }))
      );
    }

    /* Where each article stands in an order: "titles", "lengths". */
    order(name) {
      return this.part(name, (payload) => this.placed(unpack(JSON.parse(payload), this.articles)));
    }

    /* Takes in a facet with about as many values as articles, and the first of their names. */
    takeIn(name) {
      return this.part(name, (payload) => {
        const made = JSON.parse(payload);
        let next = made.shared; // what one article alone has is numbered as the articles are
        const values = decode(made.column, this.articles);
        this[name] = this.placed(values.map((value) => (value ? value - 1 : next++)));
        this[`${name}s`] = new Array(made.values).fill(null);
        made.labels.forEach((label, i) => (this[`${name}s`][i] = label));
      });
    }

    /* Takes in the names of some values of such a facet, of all when it is not said which. */
    async takeNames(name, values) {
      const labels = this[`${name}s`];
      const parts = new Set();
      (values || labels).forEach((value, i) => {
        const number = values ? value : i;
        if (labels[number] === null) parts.add(Math.floor(number / this.perLabels));
      });
      await Promise.all(
        Array.from(parts).map(async (part) => {
          const read = await this.part(numbered(`${name}-`, part), JSON.parse);
          read.forEach((label, i) => (labels[part * this.perLabels + i] = label));
        })
      );
    }

    /* The numbers under which an article counts in a facet. */
    numbersOf(facet, article) {
      if (facet === "theme") {
        const number = this.rank[article];
        return this.theme.subarray(this.themeAt[number], this.themeAt[number + 1]);
      }
      if (facet === "region") return this.regions[this.region[article]].line;
      if (facet === "year") return [this.yearOf[this.date[article]]];
      return [this[facet][article]];
    }

    /* How many values a facet has. */
    size(facet) {
      return (facet === "region" ? this.regions : this[`${facet}s`]).length;
    }

    /* A facet's values with what readers see of each. */
    labels(facet) {
      if (facet === "region") return this.regions.map((place) => [place.path, place.label]);
      if (facet === "collection") return this.collections;
      return this[`${facet}s`].map((label) => [label, label]);
    }
  }

  function separators(values) {
    const result = [];
    let before = "";
    for (let at = 0; at < values.length; ) {
      const own = values[at] & 7;
      let gram = before.slice(0, values[at++] >> 3);
      for (let i = 0; i < own; i++) gram += String.fromCharCode(values[at++]);
      result.push(gram);
      before = gram;
    }
    return result;
  }

  /* The last of sorted names that stands not behind a gram. */
  function upTo(names, gram) {
    let low = 0;
    let high = names.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (names[middle] <= gram) low = middle + 1;
      else high = middle;
    }
    return low ? names[low - 1] : null;
  }

  function numbered(kind, number) {
    return `${kind}${Math.floor(number / 100)}/${number % 100}`;
  }

  /* The piece of the shard that begins with a gram (shards.py). */
  function shardName(kind, gram) {
    const codes = spelt(gram);
    return `${kind}${codes[0] >> 3}/${codes.join("_")}`;
  }

  function spelt(gram) {
    return gram.split("").map((char) => char.charCodeAt(0));
  }

  function each(found, act) {
    for (let i = 0; i < found.length; i++) if (found[i]) act(i);
  }

  function both(one, other) {
    return one.map((worth, i) => (worth && other[i] ? Math.max(worth, other[i]) : 0));
  }

  function open() {
    if (!opened) {
      // the only piece whose address stays: never older than a minute
      const stamp = Math.floor(Date.now() / 60000);
      const started = fetchPiece("index", `${root}/search/index.js?${stamp}`).then((version) =>
        fetchPiece("manifest", `${root}/search/${version}/manifest.js`).then(
          (manifest) => new Index(version, JSON.parse(manifest))
        )
      );
      opened = started;
      started.catch(() => {
        if (opened === started) opened = null;
      });
    }
    return opened;
  }

  // ---------------------------------------------------------------- queries

  /* Words and phrases: [{text, folded, without}]. A quotation mark opens a phrase at the start of
     a word and closes it before a space; anywhere else it is text. */
  function parse(query, index) {
    const terms = [];
    let at = 0;
    const isSpace = (i) => index.isSpace(query[i]);
    while (at < query.length) {
      if (isSpace(at)) {
        at += 1;
        continue;
      }
      const minus = /[-－]/.test(query[at]) && at + 1 < query.length && !isSpace(at + 1);
      if (minus) at += 1;
      let end = at;
      let text = "";
      const closing = OPENING[query[at]];
      const close = closing ? query.indexOf(closing, at + 1) : -1;
      if (close > at + 1 && (close + 1 === query.length || isSpace(close + 1))) {
        text = query.slice(at + 1, close);
        end = close + 1;
      } else {
        while (end < query.length && !isSpace(end)) end += 1;
        text = query.slice(at, end);
      }
      at = end;
      const folded = index.foldWord(text);
      if (folded) terms.push({ text, folded, without: minus });
    }
    return terms;
  }

  function occurrences(folded, words) {
    const hits = [];
    words.forEach((word, number) => {
      let at = folded.indexOf(word);
      while (at >= 0) {
        hits.push([at, at + word.length, number]);
        at = folded.indexOf(word, at + word.length);
      }
    });
    return hits.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  }

  /* Stretches to mark, none touching another. */
  function marks(hits, from, to, shift) {
    const result = [];
    for (const hit of hits) {
      const start = Math.max(hit[0], from) - shift;
      const end = Math.min(hit[1], to) - shift;
      if (start >= end) continue;
      const before = result[result.length - 1];
      if (before && start <= before[1]) before[1] = Math.max(before[1], end);
      else result.push([start, end]);
    }
    return result;
  }

  /* The class, plus one, of a word in a text that has been read (as _CLASS in grams.py); 0: none. */
  function classIn(text, word) {
    let times = 0;
    let field = 0; // body, summary, heading, title
    let at = text.folded.indexOf(word);
    while (at >= 0) {
      times += 1;
      const block = blockAt(text, at);
      if (block === 0) field = 3;
      else if (block === 1 || text.heads.has(block)) field = Math.max(field, 2);
      else if (text.leads.has(block)) field = Math.max(field, 1);
      at = text.folded.indexOf(word, at + 1);
    }
    if (!times) return 0;
    if (field === 0) return times > 3 ? 3 : times > 1 ? 2 : 1;
    if (field === 1) return 4;
    return (field === 2 ? 5 : 7) + (times > 2 ? 1 : 0);
  }

  function blockAt(text, place) {
    let end = 0;
    for (let i = 0; i < text.blocks.length; i++) {
      end += text.blocks[i].length + 1;
      if (place < end) return i;
    }
    return text.blocks.length - 1;
  }

  /* The places in a text that show why it was found: at most three, those with words that no
     other shows first, then those with most words. A heading stands above what is below it. */
  function snippetsOf(text, words, query) {
    const blocks = [];
    const below = new Set();
    let at = 0;
    let head = { anchor: "", text: "", hits: [] };
    text.blocks.forEach((block, i) => {
      const isHead = text.heads.has(i);
      const hits = occurrences(text.folded.slice(at, at + block.length), words);
      at += block.length + 1;
      if (isHead) head = { anchor: text.heads.get(i), text: block, hits };
      if (i === 0 || !block) return;
      if (!isHead && hits.length) below.add(head);
      blocks.push({ block, isHead, hits, rest: hits, head, i });
    });
    const left = blocks.filter(
      (item) => item.hits.length && !(item.isHead && below.has(item.head))
    );
    const size = left.length > 1 ? SEVERAL : SNIPPET;
    const chosen = [];
    const seen = new Set();
    while (left.length && chosen.length < SNIPPETS) {
      let best = null;
      let most = -1;
      for (const item of left) {
        const cut = windowOf(item, size);
        const shown = cut.hits.concat(item.isHead ? [] : item.head.hits);
        const kinds = new Set(shown.map((hit) => hit[2]));
        const fresh = Array.from(kinds).filter((kind) => !seen.has(kind)).length;
        const value =
          100 * fresh + 10 * kinds.size + (item.isHead ? 0 : 5) + Math.min(4, cut.hits.length);
        if (value > most) {
          most = value;
          best = { item, cut };
        }
      }
      const { item, cut } = best;
      chosen.push(best);
      cut.hits.forEach((hit) => seen.add(hit[2]));
      // what is left of a long paragraph may hold another word
      const rest = item.rest.filter((hit) => cut.hits.indexOf(hit) < 0);
      left.splice(left.indexOf(item), 1);
      if (rest.length) left.push(Object.assign({}, item, { rest }));
    }
    if (!chosen.length) {
      const first = blocks.find((item) => !item.isHead && item.i > 1) || blocks[0];
      if (first) chosen.push({ item: first, cut: windowOf(first, size) });
    }
    return chosen
      .sort((a, b) => a.item.i - b.item.i || a.cut.from - b.cut.from)
      .map(({ item, cut }) => {
        const { anchor } = item.head;
        const heading = item.isHead ? "" : item.head.text;
        const address = words.length ? `?h=${encodeURIComponent(query)}` : "";
        return {
          heading,
          headingMarks: heading ? marks(item.head.hits, 0, heading.length, 0) : [],
          anchor,
          text: cut.text,
          marks: cut.marks,
          url: `${text.url}${address}${anchor ? `#${anchor}` : ""}`,
        };
      });
  }

  /* A stretch of a block with as many different words of the rest as fit, and the hits in it. */
  function windowOf(item, usual) {
    const { block, hits, rest } = item;
    const longest = rest.reduce((most, hit) => Math.max(most, hit[1] - hit[0]), 0);
    const size = Math.max(usual, longest + 2 * BEFORE);
    let from = 0;
    let most = 0;
    for (const hit of rest) {
      const start = Math.max(0, hit[0] - BEFORE);
      const inside = rest.filter((h) => h[0] >= start && h[1] <= start + size);
      const kinds = new Set(inside.map((h) => h[2])).size;
      if (kinds > most) {
        most = kinds;
        from = start;
      }
    }
    let to = Math.min(block.length, from + size);
    if (to === block.length) from = Math.max(0, Math.min(from, to - size));
    const low = (i) => i > 0 && i < block.length && (block.charCodeAt(i) & 0xfc00) === 0xdc00;
    if (low(from)) from -= 1;
    if (low(to)) to += 1;
    const lead = from > 0 ? "…" : "";
    return {
      from,
      to,
      hits: hits.filter((hit) => hit[0] >= from && hit[1] <= to),
      text: lead + block.slice(from, to) + (to < block.length ? "…" : ""),
      marks: marks(hits, from, to, from - lead.length),
    };
  }

  // ---------------------------------------------------------------- searching

  function stopIf(signal) {
    if (!signal || !signal.aborted) return;
    const error = new Error("搜索已取消");
    error.name = "AbortError";
    throw error;
  }

  function now() {
    return window.performance ? window.performance.now() : Date.now();
  }

  /* Awaits all; a piece that cannot be read becomes a warning and an undefined result. */
  function tolerate(promises, warnings) {
    return Promise.all(
      promises.map((promise) =>
        promise.catch((error) => {
          if (!(error instanceof SearchError)) throw error;
          if (warnings.indexOf(error.message) < 0) warnings.push(error.message);
        })
      )
    );
  }

  async function texts(index, articles, warnings, signal) {
    const result = new Map();
    for (let i = 0; i < articles.length; i += 100) {
      const some = articles.slice(i, i + 100);
      const read = await tolerate(some.map((article) => index.text(article)), warnings);
      stopIf(signal);
      some.forEach((article, j) => read[j] && result.set(article, read[j]));
    }
    return result;
  }

  /* The articles that hold all words and none of those left out, with the class of each word. */
  async function match(index, terms, warnings, signal) {
    const state = terms.map((term) => {
      const gram = index.encode(term.folded);
      return { term, gram, answer: index.settle(gram) };
    });
    const answers = await tolerate(state.map((item) => item.answer), warnings);
    stopIf(signal);
    const settled = state.filter((item, i) => Object.assign(item, answers[i]) && answers[i]);
    const wanted = settled.filter((item) => !item.term.without);
    const unwanted = settled.filter((item) => item.term.without);
    const unproven = wanted.filter((item) => !item.exact);
    const doubtful = unwanted.filter((item) => !item.exact);
    let matched = new Uint8Array(index.total);
    // when nothing asked for could be looked up, everything would be a wrong answer
    if (wanted.length || !terms.some((term) => !term.without)) matched = index.used.slice();
    wanted.forEach((item) => (matched = both(matched, item.found)));
    unproven.forEach((item) => (item.candidates = item.found));
    unwanted.filter((item) => item.exact).forEach((item) => each(item.found, (i) => (matched[i] = 0)));
    if (unproven.length && count(matched) > FEW) {
      await tolerate(
        unproven.map(async (item) => {
          item.found = await index.narrow(item.gram, item.found);
        }),
        warnings
      );
      unproven.forEach((item) => (matched = both(matched, item.found)));
    }
    const unsure = [];
    each(matched, (article) => {
      if (unproven.length || doubtful.some((item) => item.found[article])) unsure.push(article);
    });
    const read = await texts(index, unsure, warnings, signal);
    unproven.forEach((item) => (item.found = new Uint8Array(index.total)));
    for (const article of unsure) {
      const text = read.get(article);
      for (const item of unproven) {
        item.found[article] = text ? classIn(text, item.term.folded) : 0;
        if (!item.found[article]) matched[article] = 0;
      }
      if (doubtful.some((item) => !text || text.folded.indexOf(item.term.folded) >= 0)) {
        matched[article] = 0;
      }
    }
    return { matched, wanted };
  }

  function count(found) {
    let sum = 0;
    for (let i = 0; i < found.length; i++) if (found[i]) sum += 1;
    return sum;
  }

  async function scores(index, matched, wanted, warnings, signal) {
    const score = new Float64Array(index.total);
    if (!index.length) await index.takeColumns(["length"]);
    let all = 0;
    for (const item of wanted) {
      const held = count(item.found);
      const telling = Math.log(1 + (index.articles - held + 0.5) / (held + 0.5)) + 0.1;
      all += telling;
      each(matched, (article) => {
        const size = 0.7 + 0.3 * (index.length[article] / 4);
        const worth = item.found[article] - 1;
        score[article] += (telling * WORTH[worth]) / (worth < 3 ? size : 1);
      });
    }
    if (wanted.length > 1) {
      // the words next to each other, as typed, weigh more than all of them apart
      const together = new Set();
      for (const glue of ["", " "]) {
        const phrase = wanted.map((item) => item.term.folded).join(glue);
        const [answer] = await tolerate([index.settle(index.encode(phrase))], warnings);
        if (!answer) continue;
        const here = [];
        each(both(matched, answer.found), (article) => here.push(article));
        if (answer.exact) here.forEach((article) => together.add(article));
        else if (here.length <= FEW) {
          const read = await texts(index, here, warnings, signal);
          read.forEach((text, article) => {
            if (text.folded.indexOf(phrase) >= 0) together.add(article);
          });
        }
      }
      together.forEach((article) => (score[article] += 2 * all));
    }
    return score;
  }

  /* Which articles each facet lets through: {facet: function} for the facets with a filter. */
  async function filtersOf(index, chosen) {
    const tests = {};
    for (const facet of index.filters) {
      const values = (chosen && chosen[facet]) || [];
      if (!values.length) continue;
      await index.takeFacet(facet);
      if (index.large.includes(facet)) {
        // who chose from the list has read the name; another's link may hold any
        const read = new Set(index[`${facet}s`]);
        if (!values.every((value) => read.has(value))) await index.takeNames(facet);
      }
      const labels = index.labels(facet);
      const allowed = new Set();
      labels.forEach((label, i) => values.indexOf(label[0]) >= 0 && allowed.add(i));
      tests[facet] = (article) => {
        for (const value of index.numbersOf(facet, article)) if (allowed.has(value)) return true;
        return false;
      };
    }
    return tests;
  }

  /* The values of the facets that are asked for, and how many each has. An article counts as often
     as `weights` says, once without them. `begun` says it where all articles are counted. */
  async function countFacets(index, matched, tests, asked, warnings, { weights, begun } = {}) {
    const facets = {};
    const distinct = {};
    const folded = [];
    const count = async (facet) => {
      facets[facet] = [];
      distinct[facet] = 0;
      const known = begun && covers(index, facet, begun, asked);
      if (!known && isSpared(index, facet, asked)) {
        folded.push(facet);
        return;
      }
      const found = await (known ? fromBeginning(index, facet, begun, asked) : counted(facet));
      facets[facet] = found.values;
      distinct[facet] = found.distinct;
    };
    const counted = async (facet) => {
      await index.takeFacet(facet);
      const counts = new Uint32Array(index.size(facet));
      const others = index.filters.filter((name) => name !== facet && tests[name]);
      each(matched, (article) => {
        if (others.every((name) => tests[name](article))) {
          const weight = weights ? weights[article] : 1;
          for (const value of index.numbersOf(facet, article)) counts[value] += weight;
        }
      });
      return pick(index, facet, counts, asked);
    };
    await tolerate((asked.facets || index.facets).map(count), warnings);
    return { facets, distinct, folded };
  }

  function isSpared(index, facet, asked) {
    return Boolean(asked.sparing) && index.heavy.includes(facet) && !index.loaded.has(facet);
  }

  /* Whether the beginning has as many values of a facet as are wanted. */
  function covers(index, facet, begun, asked) {
    if (!index.large.includes(facet)) return Boolean(begun.counts[facet]);
    const words = index.foldWord(String((asked.within && asked.within[facet]) || ""));
    const most = (asked.most && asked.most[facet]) || MOST;
    return Boolean(begun.large[facet]) && !words && most <= begun.most;
  }

  /* The values of one facet while nothing is asked. */
  async function fromBeginning(index, facet, begun, asked) {
    if (index.large.includes(facet)) {
      const { values, distinct } = begun.large[facet];
      const most = (asked.most && asked.most[facet]) || MOST;
      const shown = values.slice(0, most).map(([label, n]) => ({ value: label, label, count: n }));
      inOrder(facet, shown);
      return { values: shown, distinct };
    }
    if (facet !== "collection") await index.values();
    return pick(index, facet, begun.counts[facet], asked);
  }

  /* The values of one facet as readers see them: in order, of a large one the first few. */
  async function pick(index, facet, counts, asked) {
    const large = index.large.includes(facet);
    const words = index.foldWord(String((asked.within && asked.within[facet]) || ""));
    const chosen = (asked.filters && asked.filters[facet]) || [];
    let numbers = [];
    counts.forEach((count, i) => count && numbers.push(i));
    if (large) {
      if (words) await index.takeNames(facet);
      numbers.sort((a, b) => counts[b] - counts[a] || a - b);
    }
    if (words) {
      const labels = index.labels(facet);
      numbers = numbers.filter((i) => index.fold(labels[i][1]).indexOf(words) >= 0);
    }
    const distinct = numbers.length;
    if (large) {
      numbers = numbers.slice(0, (asked.most && asked.most[facet]) || MOST);
      await index.takeNames(facet, numbers);
    }
    const labels = index.labels(facet);
    if (chosen.length) {
      // what is chosen stays in sight, whatever else is
      labels.forEach((label, i) => {
        if (chosen.indexOf(label[0]) >= 0 && numbers.indexOf(i) < 0) numbers.push(i);
      });
      if (!large) numbers.sort((a, b) => a - b);
    }
    const values = numbers.map((i) => ({
      value: labels[i][0],
      label: labels[i][1],
      count: counts[i],
    }));
    inOrder(facet, values);
    return { values, distinct };
  }

  /* Puts the values of a facet, which come in the order of their labels, into that of readers. */
  function inOrder(facet, values) {
    const place = new Map(values.map((item, i) => [item, facet === "year" ? -i : i]));
    const byCount = facet === "theme" || facet === "kind";
    const last = (item) => (item.value === UNKNOWN ? 1 : 0);
    values.sort(
      (a, b) =>
        last(a) - last(b) || (byCount ? b.count - a.count : 0) || place.get(a) - place.get(b)
    );
  }

  async function ordered(index, articles, sort, score) {
    if (sort === "newest" || sort === "oldest" || score) await index.takeColumns(["date"]);
    const inOrder = (a, b) => index.rank[a] - index.rank[b];
    const newer = (a, b) => index.date[b] - index.date[a] || inOrder(a, b);
    if (sort === "newest") return articles.sort(newer);
    if (sort === "oldest") return articles.sort((a, b) => older(index, a, b) || inOrder(a, b));
    if (sort === "order") return articles.sort(inOrder);
    if (sort === "title" || sort === "shortest" || sort === "longest") {
      const rank = await index.order(sort === "title" ? "titles" : "lengths");
      const sign = sort === "longest" ? -1 : 1;
      return articles.sort((a, b) => sign * (rank[a] - rank[b]));
    }
    return articles.sort(score ? (a, b) => score[b] - score[a] || newer(a, b) : inOrder);
  }

  /* The earlier one first; those without a date, which are the first of all dates, come last. */
  function older(index, a, b) {
    const date = (article) => index.date[article] || Infinity;
    return date(a) === date(b) ? 0 : date(a) - date(b);
  }

  /* The words of a query without matches that stand in no article at all. */
  async function lostWords(index, wanted, warnings, signal) {
    const lost = [];
    for (const item of wanted) {
      let stands = item.found.some((worth) => worth);
      if (!stands && item.candidates) {
        const [left] = await tolerate([index.narrow(item.gram, item.candidates)], warnings);
        const articles = [];
        each(left || item.candidates, (article) => articles.push(article));
        while (!stands && articles.length) {
          const read = await texts(index, articles.splice(0, 8), warnings, signal);
          read.forEach((text) => (stands = stands || text.folded.indexOf(item.term.folded) >= 0));
        }
      }
      if (!stands) lost.push(item);
    }
    return lost;
  }

  /* Words of the library that are written much like one that stands nowhere. */
  function nearWords(words, folded) {
    return words
      .map((item) => ({ item, value: likeness(item.folded, folded) }))
      .filter((entry) => entry.value >= 0.5)
      .sort((a, b) => b.value - a.value || b.item.count - a.item.count)
      .slice(0, 5)
      .map((entry) => entry.item.value);
  }

  /* Twice the longest common subsequence by the length of both: 1 for equal words. */
  function likeness(one, other) {
    if (one.length > 40 || other.length > 40) return 0;
    let row = new Array(other.length + 1).fill(0);
    for (let i = 0; i < one.length; i++) {
      const next = [0];
      for (let j = 0; j < other.length; j++) {
        next.push(one[i] === other[j] ? row[j] + 1 : Math.max(next[j], row[j + 1]));
      }
      row = next;
    }
    return (2 * row[other.length]) / (one.length + other.length);
  }

  /* What the page begins with, where nothing is asked; null for a query or filter. Without the
     piece everything is counted. */
  async function beginning(index, kind, terms, asked, warnings) {
    const chosen = asked.filters || {};
    const asks = index.filters.some((name) => chosen[name] && chosen[name].length);
    if (terms.length || asks) return null;
    const [begun] = await tolerate([index.beginning(kind)], warnings);
    return begun || null;
  }

  /* All articles in order, or as many of the first as are asked for. */
  async function begin(index, begun, articles, asked) {
    const sort = asked.sort === "relevance" ? "order" : asked.sort;
    const enough = Math.min(asked.offset + asked.limit, index.articles) <= begun.first.length;
    return sort === begun.sort && enough ? begun.first : ordered(index, articles, asked.sort, null);
  }

  /* Columns come while words are looked up; who needs one waits for it, and tells if it fails. */
  function readAhead(index, asked, fields) {
    const facets = (asked.facets || index.facets).filter((name) => !isSpared(index, name, asked));
    const columns = index.takeColumns(fields);
    [columns, ...facets.map((name) => index.takeFacet(name))].forEach((one) => one.catch(() => {}));
  }

  async function search(query, options) {
    if (options && options.among) return search.among[options.among](query, options);
    const start = now();
    const asked = Object.assign(
      { limit: 20, offset: 0, filters: {}, sort: "relevance", snippets: true, signal: null },
      options
    );
    const { signal } = asked;
    const warnings = [];
    const text = String(query || "");
    stopIf(signal);
    const index = await open();
    stopIf(signal);
    const terms = parse(text, index);
    const begun = await beginning(index, "articles", terms, asked, warnings);
    if (!begun) readAhead(index, asked, terms.length ? ["length", "date"] : []);
    const { matched, wanted } = await match(index, terms, warnings, signal);
    const score = wanted.length ? await scores(index, matched, wanted, warnings, signal) : null;
    stopIf(signal);
    const tests = await filtersOf(index, asked.filters);
    const left = [];
    each(matched, (article) => {
      if (index.filters.every((name) => !tests[name] || tests[name](article))) left.push(article);
    });
    const [done] = await tolerate(
      [begun ? begin(index, begun, left, asked) : ordered(index, left, asked.sort, score)],
      warnings
    );
    const page = (done || left).slice(asked.offset, asked.offset + asked.limit);
    const words = wanted.map((item) => item.term.folded);
    const results = await describe(index, page, asked, words, text, warnings);
    page.forEach((article, i) => (results[i].score = score ? score[article] : 0));
    const lost = count(matched) ? [] : await lostWords(index, wanted, warnings, signal);
    const offered = lost.length ? await tolerate([index.words()], warnings) : [];
    const counted = await countFacets(index, matched, tests, asked, warnings, { begun });
    stopIf(signal);
    return {
      total: left.length,
      results,
      facets: counted.facets,
      distinct: counted.distinct,
      folded: counted.folded,
      shown: index.shown,
      missing: lost.map((item) => ({
        word: item.term.text,
        near: nearWords(offered[0] || [], item.term.folded),
      })),
      elapsed: now() - start,
      words: wanted.map((item) => item.term.text),
      warnings,
    };
  }

  /* What a page of results shows; titles alone come from the pieces with a hundred of them. */
  async function describe(index, page, asked, words, query, warnings) {
    const parts = new Set(page.map((article) => Math.floor(article / index.perCards))).size;
    const read =
      asked.snippets || parts * 4 > page.length
        ? await texts(index, page, warnings, asked.signal)
        : new Map();
    const unread = page.filter((article) => !read.has(article));
    const cards = await tolerate(unread.map((article) => index.card(article)), warnings);
    unread.forEach((article, i) => cards[i] && read.set(article, cards[i]));
    return page.map((article) => {
      const found = read.get(article) || { number: 0, url: "", own: [], blocks: [""] };
      const collection = index.collections[index.collection[article]];
      const title = found.blocks[0];
      const hits = occurrences(index.fold(title), words);
      const snippets = asked.snippets && found.blocks.length > 1;
      return Object.assign(index.told(found.own), {
        id: article,
        url: found.url,
        title,
        titleMarks: marks(hits, 0, title.length, 0),
        collection: { slug: collection[0], title: collection[1] },
        number: found.number,
        score: 0,
        snippets: snippets ? snippetsOf(found, words, query) : [],
      });
    });
  }

  search.piece = piece;

  search.among = {};

  /* For an index of something else over the same pieces and facets (practice-search.js). */
  search.kit = {
    beginning, count, countFacets, covers, decode, each, filtersOf, lostWords, marks, match, nearWords,
    now, numbered, occurrences, open, parse, readAhead, scores, stopIf, tolerate,
  };

  search.ready = function (base) {
    const next = String(base).replace(/\/+$/, "") || ".";
    if (next !== root) opened = null;
    root = next;
  };

  search.prepare = async function () {
    await (await open()).takeColumns(["length", "date"]);
  };

  search.suggest = async function (prefix, limit) {
    const index = await open();
    const folded = index.foldWord(String(prefix || ""));
    if (!folded) return [];
    const words = await index.words();
    const rank = (item) => (item.folded.indexOf(folded) === 0 ? 0 : 1);
    return words
      .filter((item) => item.folded.indexOf(folded) >= 0 && item.folded !== folded)
      .sort((a, b) => rank(a) - rank(b) || b.count - a.count)
      .slice(0, limit || 8)
      .map(({ value, kind, count: articles }) => ({ value, kind, count: articles }));
  };

  search.marker = async function (query) {
    const index = await open();
    const words = parse(String(query || ""), index)
      .filter((term) => !term.without)
      .map((term) => term.folded);
    return (text) => {
      let kept = ""; // without what is invisible; `at` says where each character stands
      const at = [];
      for (let i = 0; i < text.length; i++) {
        if (index.dropped.has(text[i])) continue;
        kept += text[i];
        at.push(i);
      }
      const found = marks(occurrences(index.fold(kept), words), 0, kept.length, 0);
      return found.map(([start, end]) => [at[start], at[end - 1] + 1]);
    };
  };

  huibian.search = search;
})();

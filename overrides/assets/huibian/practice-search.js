/* Exact search in practices: the headings and opening sentences of articles, each with the parts
   under it.

     await huibian.search(query, {among: "practices", …})

   Words, phrases and folding are those of the search (search.js); all words must stand in one
   practice or its parts. Options: limit, offset, signal and filters as there (practices count
   under what their article counts under), facets, within and most too, and
     sort: "relevance" (in the heading before in the parts), "newest" or "order"
     group: "theme": a practice stands under each theme of its article; limit and offset then
       count themes, and `sample` practices of each are given.
   -> {total, articles, results | groups, groupTotal, facets, distinct, folded, shown, missing,
   elapsed, words, warnings}
   articles: how many articles the practices come from; groups: [{value, label, count, results}],
   most practices first, value "" for articles without a theme; results[i]: {id, url, anchor, text,
   marks, parts: [{text, marks}], title, number, region, level, themes, kind, date,
   collection}. The rest is as in search.js; near words are such as practices hold.

   Pieces are described in scripts/huibian/site/search/practice_index.py. ES2018, no dependencies. */
(function () {
  "use strict";

  const search = window.huibian.search;
  const kit = search.kit;
  const NO_THEME = "未标注主题";

  /* The library's index with practices in the place of articles: alphabet, pieces and facets are
     the library's own. */
  function practicesOf(library, head) {
    const counts = library.placed(kit.decode(head.counts, library.articles));
    const rooms = counts.map((count) => Math.ceil((count || 1) / head.room) * head.room);
    const total = rooms.reduce((sum, room) => sum + room, 0);
    const index = Object.create(library);
    index.library = library;
    index.shards = "p";
    index.total = total;
    index.articles = counts.reduce((sum, count) => sum + count, 0);
    index.used = new Uint8Array(total);
    index.readList(head.shards);
    index.length = new Uint8Array(total).fill(4); // none is long: headings are not measured
    index.first = new Uint32Array(library.total); // practice of each article
    index.article = new Uint32Array(total); // of each practice
    let at = 0;
    counts.forEach((count, article) => {
      index.first[article] = at;
      index.used.fill(1, at, at + count);
      index.article.fill(article, at, at + rooms[article]);
      at += rooms[article];
    });

    /* The articles of one piece with the texts of their practices. */
    const piece = (number) =>
      library.part(kit.numbered("q", number), (payload) => {
        const [cards, packed] = JSON.parse(payload);
        const texts = library.unpackText(packed).split("\n\n");
        const read = ([count, url, own, title, anchors]) => ({
          number: count,
          url,
          own,
          title,
          practices: anchors.map((anchor) => {
            const blocks = texts.shift().split("\n");
            const folded = blocks.map((block) => library.fold(block) + "\n").join("");
            return { anchor, blocks, folded, heads: new Set(blocks.keys()), leads: new Set() };
          }),
        });
        return cards.map((card) => card && read(card)); // a place may be empty
      });

    index.card = async (practice) => {
      const article = index.article[practice];
      const cards = await piece(Math.floor(article / head.articles));
      return cards[article % head.articles];
    };
    index.text = async (practice) => {
      const card = await index.card(practice);
      return card.practices[practice - index.first[index.article[practice]]];
    };
    return index;
  }

  async function open() {
    const library = await kit.open();
    return library.part("practices", (payload) => practicesOf(library, JSON.parse(payload)));
  }

  async function describe(index, practices, words, warnings) {
    const { library } = index;
    const read = await kit.tolerate(
      practices.map((practice) => Promise.all([index.card(practice), index.text(practice)])),
      warnings
    );
    return practices
      .map((id, i) => {
        if (!read[i]) return null; // the warning says so
        const [card, text] = read[i];
        const article = index.article[id];
        const [slug, title] = library.collections[library.collection[article]];
        const [heading, ...parts] = text.blocks.map((block) => ({
          text: block,
          marks: kit.marks(kit.occurrences(library.fold(block), words), 0, block.length, 0),
        }));
        return Object.assign(library.told(card.own), {
          id,
          url: card.url,
          anchor: text.anchor,
          text: heading.text,
          marks: heading.marks,
          parts,
          title: card.title,
          number: card.number,
          collection: { slug, title },
        });
      })
      .filter(Boolean);
  }

  async function ordered(index, practices, sort, score) {
    const { library } = index;
    if (sort !== "order") await library.takeColumns(["date"]);
    const date = (practice) => library.date[index.article[practice]];
    const rank = (practice) => library.rank[index.article[practice]];
    const inOrder = (a, b) => rank(a) - rank(b) || a - b;
    const newer = (a, b) => date(b) - date(a) || inOrder(a, b);
    if (sort === "order") return practices.sort(inOrder);
    if (sort === "newest" || !score) return practices.sort(newer);
    return practices.sort((a, b) => score[b] - score[a] || newer(a, b));
  }

  /* Practices by theme; where themes are chosen, by those alone. */
  function byTheme(index, practices, chosen) {
    const { library } = index;
    const groups = library.themes.map((label) => ({ value: label, label, practices: [] }));
    const rest = { value: "", label: NO_THEME, practices: [] };
    practices.forEach((practice) => {
      const themes = library.numbersOf("theme", index.article[practice]);
      themes.forEach((theme) => groups[theme].practices.push(practice));
      if (!themes.length) rest.practices.push(practice);
    });
    const wanted = (group) => !chosen || !chosen.length || chosen.indexOf(group.value) >= 0;
    return groups
      .filter(wanted)
      .sort((a, b) => b.practices.length - a.practices.length)
      .concat(rest)
      .filter((group) => group.practices.length);
  }

  /* The words that stand in no practice, with near ones that stand in some. */
  async function missing(index, wanted, warnings, signal) {
    const lost = await kit.lostWords(index, wanted, warnings, signal);
    const [words] = lost.length ? await kit.tolerate([index.library.words()], warnings) : [];
    return Promise.all(
      lost.map(async (item) => {
        const near = [];
        for (const word of kit.nearWords(words || [], item.term.folded)) {
          const { matched } = await kit.match(index, kit.parse(word, index), warnings, signal);
          if (kit.count(matched)) near.push(word);
        }
        return { word: item.term.text, near };
      })
    );
  }

  search.among.practices = async function (query, options) {
    const start = kit.now();
    const asked = Object.assign(
      { limit: 20, offset: 0, filters: {}, sort: "relevance", group: "", sample: 4, signal: null },
      options
    );
    const { signal } = asked;
    const warnings = [];
    kit.stopIf(signal);
    const library = await kit.open();
    kit.stopIf(signal);
    const terms = kit.parse(String(query || ""), library);
    const begun = await kit.beginning(library, "practices", terms, asked, warnings);
    const known = (facet) => begun && kit.covers(library, facet, begun, asked);
    if (!asked.limit && !asked.group && (asked.facets || library.facets).every(known)) {
      const counted = await kit.countFacets(library, [], {}, asked, warnings, { begun });
      const { total, articles } = begun;
      return Object.assign(counted, {
        total, articles, shown: library.shown, results: [], missing: [], words: [],
        elapsed: kit.now() - start, warnings,
      });
    }
    if (!begun) kit.readAhead(library, asked, asked.sort === "order" ? [] : ["date"]);
    const index = await open();
    kit.stopIf(signal);
    const { matched, wanted } = await kit.match(index, terms, warnings, signal);
    const score = wanted.length
      ? await kit.scores(index, matched, wanted, warnings, signal)
      : null;
    kit.stopIf(signal);
    const tests = await kit.filtersOf(library, asked.filters);
    // what practices count under is their article's: facets and filters look at articles alone
    const weights = new Uint32Array(library.total);
    kit.each(matched, (practice) => (weights[index.article[practice]] += 1));
    const lets = Array.from(weights, (weight, article) =>
      Boolean(weight) && library.filters.every((name) => !tests[name] || tests[name](article))
    );
    const left = [];
    kit.each(matched, (practice) => {
      if (lets[index.article[practice]]) left.push(practice);
    });
    const [done] = await kit.tolerate([ordered(index, left, asked.sort, score)], warnings);
    const sorted = done || left;
    const words = wanted.map((item) => item.term.folded);
    if (asked.group === "theme") await library.takeFacet("theme");
    const counted = await kit.countFacets(library, weights, tests, asked, warnings, {
      weights,
      begun,
    });
    const answer = {
      total: left.length,
      articles: lets.filter(Boolean).length,
      facets: counted.facets,
      distinct: counted.distinct,
      folded: counted.folded,
      shown: library.shown,
      missing: kit.count(matched) ? [] : await missing(index, wanted, warnings, signal),
      words: wanted.map((item) => item.term.text),
      warnings,
    };
    const page = (all) => all.slice(asked.offset, asked.offset + asked.limit);
    if (asked.group === "theme") {
      const groups = byTheme(index, sorted, asked.filters.theme);
      answer.groupTotal = groups.length;
      answer.groups = await Promise.all(
        page(groups).map(async ({ value, label, practices }) => ({
          value,
          label,
          count: practices.length,
          results: await describe(index, practices.slice(0, asked.sample), words, warnings),
        }))
      );
    } else {
      answer.results = await describe(index, page(sorted), words, warnings);
    }
    kit.stopIf(signal);
    answer.elapsed = kit.now() - start;
    return answer;
  };
})();

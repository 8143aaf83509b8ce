/* Postcodes of Great Britain to places. search.js loads this when somebody types what looks like a postcode, and it
   loads one small list for the letters in front. How the lists are read: generator/geography/postcodes.py. */
(() => {
  "use strict";
  const letters = "ABDEFGHJLNPQRSTUWXYZ";
  const shape = /^([A-Z]{1,2})([0-9][0-9A-Z]?)(?: ?([0-9])([A-Z]{0,2}))?$/;
  const whole = /^([A-Z]{1,2})([0-9][0-9A-Z]?)([0-9])([A-Z]{2})$/;

  /** Parts of a typed postcode, whole or only its beginning; null where it is none. */
  const split = (typed) => {
    const text = typed.trim().toUpperCase().replace(/\s+/g, " ");
    const found = whole.exec(text.replace(" ", "")) || shape.exec(text);
    if (!found) return null;
    const [, area, district, sector = "", unit = ""] = found;
    const outward = area + district;
    return { area, outward, sector, unit, text: sector ? `${outward} ${sector}${unit}` : outward };
  };

  /** Whether two last letters are in the list: one bit for each pair, in base64. */
  const isKnown = (unit, known) => {
    const place = letters.indexOf(unit[0]) * letters.length + letters.indexOf(unit[1]);
    if (letters.indexOf(unit[0]) < 0 || letters.indexOf(unit[1]) < 0) return false;
    const bits = atob(known + "=".repeat((4 - (known.length % 4)) % 4));
    return place >> 3 < bits.length && (bits.charCodeAt(place >> 3) & (128 >> place % 8)) > 0;
  };

  const steps = (coded) => [...coded.matchAll(/([A-Z]{2})([0-9a-z]+)/g)]
    .map(([, from, place]) => [from, parseInt(place, 36)]);

  /** Numbers of the places in a sector, or only of the one that holds the unit. */
  const placesOf = ([coded], unit) => {
    if (typeof coded === "number") return [coded];
    const all = steps(coded);
    if (unit.length < 2) return all.map(([, place]) => place);
    return [all.reduce((chosen, step) => (step[0] <= unit ? step : chosen), all[0])[1]];
  };

  /** What is known of a postcode: {places: addresses, exact: whether it is whole and in the list}; null where nothing. */
  const look = (asked, shard, addresses) => {
    const sectors = shard[asked.outward];
    if (!sectors) return null;
    const chosen = asked.sector ? [sectors[asked.sector]].filter(Boolean) : Object.values(sectors);
    if (!chosen.length) return null;
    const numbers = new Set(chosen.flatMap((sector) => placesOf(sector, asked.unit)));
    // Where a council was divided since, its number stands for several.
    const places = [...new Set([...numbers].flatMap((number) => addresses[number]))];
    return {
      places,
      divided: asked.unit.length === 2 && places.length > 1,
      whole: asked.unit.length === 2,
      exact: asked.unit.length === 2 && places.length === 1 && isKnown(asked.unit, chosen[0][1]),
    };
  };

  window.prosperityPostcode = { split, look };
})();

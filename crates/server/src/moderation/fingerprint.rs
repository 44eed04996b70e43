//! Numbers by which texts that are nearly the same are known (Charikar, "Similarity Estimation Techniques from Rounding
//! Algorithms", 2002, the method called simhash).

/// The fewest words that say something about a text: "Thank you!" is written by many.
const MIN_WORDS: usize = 8;
/// The most bits in which texts differ that are nearly the same. Two that have nothing to do with each other differ in 32 of
/// 64 or so, and in this few in one pair of twenty million.
const MAX_DISTANCE: u32 = 10;

/// The number of a text; none for a short one.
pub(crate) fn fingerprint(text: &str) -> Option<u64> {
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.len() < MIN_WORDS {
        return None;
    }
    // How many more ones than noughts each bit has, over the hashes of all pairs of neighbours.
    let mut sums = [0_i32; 64];
    for pair in words.windows(2) {
        let hash = hash(pair);
        for (bit, sum) in sums.iter_mut().enumerate() {
            *sum += if hash >> bit & 1 == 1 { 1 } else { -1 };
        }
    }
    Some(sums.iter().enumerate().filter(|(_, sum)| **sum > 0).fold(0, |number, (bit, _)| number | 1 << bit))
}

/// Whether two texts are nearly the same, by their numbers.
pub(super) fn is_near(one: u64, other: u64) -> bool {
    (one ^ other).count_ones() <= MAX_DISTANCE
}

/// FNV-1a with a last stir (the finaliser of MurmurHash3): what is stored has to be the same in every version, which the
/// standard library's hash is not.
fn hash(words: &[&str]) -> u64 {
    let bytes = words.iter().flat_map(|word| word.bytes().chain([0]));
    let mut hash =
        bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ hash >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ hash >> 33
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The river rose by two metres in the night, and nobody slept who could hear it from the mill. \
                        In the morning the bridge was gone, and with it the only road to the station and the school.";

    #[test]
    fn nearly_the_same_is_near_and_another_text_is_not() {
        let number = |text: &str| fingerprint(text).expect("it is long enough");
        assert!(is_near(number(TEXT), number(&TEXT.to_uppercase().replace(", ", " - "))));
        assert!(is_near(number(TEXT), number(&TEXT.replace("only road", "road"))));
        let other = "I lived beside that bridge for twenty years and saw the water come up to the third step every spring, \
                     but what happened this week is something that my grandmother would have told stories about.";
        assert!(!is_near(number(TEXT), number(other)));
    }

    #[test]
    fn a_short_text_says_nothing() {
        assert_eq!(fingerprint("Thank you, this was a good read!"), None);
    }
}

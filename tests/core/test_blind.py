"""Blind signatures against RFC 9474, Appendix A, and against whoever tampers."""

from __future__ import annotations

import sys
from dataclasses import replace
from math import gcd

import pytest
from hypothesis import given
from hypothesis import strategies as st

from electoral.cabinet import blind as module
from electoral.cabinet.blind import (
    PSS,
    PSSZERO,
    Public,
    Secret,
    Signature,
    Signer,
    blind,
    blinded_with,
    finish,
    fits,
    verify,
)

# RFC 9474, Appendix A: the same key, message, salt and inverse serve all vectors.
# Published also in the repository cfrg/draft-irtf-cfrg-blind-signatures.
P = int(
    "e1f4d7a34802e27c7392a3cea32a262a34dc3691bd87f3f310dc75673488930559c120fd0410194fb8a0da55"
    "bd0b81227e843fdca6692ae80e5a5d414116d4803fca7d8c30eaaae57e44a1816ebb5c5b0606c536246c7f11"
    "985d731684150b63c9a3ad9e41b04c0b5b27cb188a692c84696b742a80d3cd00ab891f2457443dadfeba6d6d"
    "af108602be26d7071803c67105a5426838e6889d77e8474b29244cefaf418e381b312048b457d73419213063"
    "c60ee7b0d81820165864fef93523c9635c22210956e53a8d96322493ffc58d845368e2416e078e5bcb5d2fd6"
    "8ae6acfa54f9627c42e84a9d3f2774017e32ebca06308a12ecc290c7cd1156dcccfb2311",
    16,
)
Q = int(
    "c601a9caea66dc3835827b539db9df6f6f5ae77244692780cd334a006ab353c806426b60718c05245650821d"
    "39445d3ab591ed10a7339f15d83fe13f6a3dfb20b9452c6a9b42eaa62a68c970df3cadb2139f804ad8223d56"
    "108dfde30ba7d367e9b0a7a80c4fdba2fd9dde6661fc73fc2947569d2029f2870fc02d8325acf28c9afa19ec"
    "f962daa7916e21afad09eb62fe9f1cf91b77dc879b7974b490d3ebd2e95426057f35d0a3c9f45f79ac727ab8"
    "1a519a8b9285932d9b2e5ccd347e59f3f32ad9ca359115e7da008ab7406707bd0e8e185a5ed8758b5ba266e8"
    "828f8d863ae133846304a2936ad7bc7c9803879d2fc4a28e69291d73dbd799f8bc238385",
    16,
)
MESSAGE = bytes.fromhex(
    "8f3dc6fb8c4a02f4d6352edf0907822c1210a9b32f9bdda4c45a698c80023aa6b59f8cfec5fdbb36331372eb"
    "efedae7d"
)
PREFIX = bytes.fromhex("8417e699b219d583fb6216ae0c53ca0e9723442d02f1d1a34295527e7d929e8b")
SALT = bytes.fromhex(
    "051722b35f458781397c3a671a7d3bd3096503940e4c4f1aaa269d60300ce449555cd7340100df9d46944c53"
    "56825abf"
)
INVERSE = int(
    "80682c48982407b489d53d1261b19ec8627d02b8cda5336750b8cee332ae260de57b02d72609c1e0e9f28e20"
    "40fc65b6f02d56dbd6aa9af8fde656f70495dfb723ba01173d4707a12fddac628ca29f3e32340bd8f7ddb557"
    "cf819f6b01e445ad96f874ba235584ee71f6581f62d4f43bf03f910f6510deb85e8ef06c7f09d9794a008be7"
    "ff2529f0ebb69decef646387dc767b74939265fec0223aa6d84d2a8a1cc912d5ca25b4e144ab8f6ba054b549"
    "10176d5737a2cff011da431bd5f2a0d2d66b9e70b39f4b050e45c0d9c16f02deda9ddf2d00f3e4b01037d702"
    "9cd49c2d46a8e1fc2c0c17520af1f4b5e25ba396afc4cd60c494a4c426448b35b49635b337cfb08e7c22a39b"
    "256dd032c00adddafb51a627f99a0e1704170ac1f1912e49d9db10ec04c19c58f420212973e0cb329524223a"
    "6aa56c7937c5dffdb5d966b6cd4cbc26f3201dd25c80960a1a111b32947bb78973d269fac7f5186530930ed1"
    "9f68507540eed9e1bab8b00f00d8ca09b3f099aae46180e04e3584bd7ca054df18a1504b89d1d1675d0966c4"
    "ae1407be325cdf623cf13ff13e4a28b594d59e3eadbadf6136eee7a59d6a444c9eb4e2198e8a974f27a39eb6"
    "3af2c9af3870488b8adaad444674f512133ad80b9220e09158521614f1faadfe8505ef57b7df6813048603f0"
    "dd04f4280177a11380fbfc861dbcbd7418d62155248dad5fdec0991f",
    16,
)

# A.1, RSABSSA-SHA384-PSS-Randomized: blinded_msg, blind_sig, sig.
RANDOMIZED = (
    (
        "aa3ee045138d874669685ffaef962c7694a9450aa9b4fd6465db9b3b75a522bb921c4c0fdcdfae9667593255"
        "099cff51f5d3fd65e8ffb9d3b3036252a6b51b6edfb3f40382b2bbf34c0055e4cbcc422850e586d84f190cd4"
        "49af11dc65545f5fe26fd89796eb87da4bda0c545f397cddfeeb56f06e28135ec74fd477949e7677f6f36cfa"
        "e8fd5c1c5898b03b9c244cf6d1a4fb7ad1cb43aff5e80cb462fac541e72f67f0a50f1843d1759edfaae92d1a"
        "916d3f0efaf4d650db416c3bf8abdb5414a78cebc97de676723cb119e77aea489f2bbf530c440ebc5a75dccd"
        "3ebf5a412a5f346badd61bee588e5917bdcce9dc33c882e39826951b0b8276c6203971947072b726e9358160"
        "56ff5cb11a71ca2946478584126bb877acdf87255f26e6cca4e0878801307485d3b7bb89b289551a8b65a7a6"
        "b93db010423d1406e149c87731910306e5e410b41d4da3234624e74f92845183e323cf7eb244f212a695f885"
        "6c675fbc3a021ce649e22c6f0d053a9d238841cf3afdc2739f99672a419ae13c17f1f8a3bc302ec2e7b98e8c"
        "353898b7150ad8877ec841ea6e4b288064c254fefd0d049c3ad196bf7ffa535e74585d0120ce728036ed5009"
        "42fbd5e6332c298f1ffebe9ff60c1e117b274cf0cb9d70c36ee4891528996ec1ed0b178e9f3c0c0e6120885f"
        "39e8ccaadbb20f3196378c07b1ff22d10049d3039a7a92fe7efdd95d"
    ),
    (
        "3f4a79eacd4445fca628a310d41e12fcd813c4d43aa4ef2b81226953248d6d00adfee6b79cb88bfa1f992703"
        "69fd063c023e5ed546719b0b2d143dd1bca46b0e0e615fe5c63d95c5a6b873b8b50bc52487354e69c3dfbf41"
        "6e7aca18d5842c89b676efdd38087008fa5a810161fcdec26f20ccf2f1e6ab0f9d2bb93e051cb9e86a9b28c5"
        "bb62fd5f5391379f887c0f706a08bcc3b9e7506aaf02485d688198f5e22eefdf837b2dd919320b17482c5cc5"
        "4271b4ccb41d267629b3f844fd63750b01f5276c79e33718bb561a152acb2eb36d8be75bce05c9d1b94eb609"
        "106f38226fb2e0f5cd5c5c39c59dda166862de498b8d92f6bcb41af433d65a2ac23da87f39764cb64e79e74a"
        "8f4ce4dd567480d967cefac46b6e9c06434c3715635834357edd2ce6f105eea854ac126ccfa3de2aac560756"
        "5a4e5efaac5eed491c335f6fc97e6eb7e9cea3e12de38dfb315220c0a3f84536abb2fdd722813e083feda010"
        "391ac3d8fd1cd9212b5d94e634e69ebcc800c4d5c4c1091c64afc37acf563c7fc0a6e4c082bc55544f50a797"
        "1f3fb97d5853d72c3af34ffd5ce123998be5360d1059820c66a81e1ee6d9c1803b5b62af6bc877526df255b6"
        "d1d835d8c840bebbcd6cc0ee910f17da37caf8488afbc08397a1941fcc79e76a5888a95b3d5405e13f737bea"
        "5c78d716a48eb9dc0aec8de39c4b45c6914ad4a8185969f70b1adf46"
    ),
    (
        "191e941c57510e22d29afad257de5ca436d2316221fe870c7cb75205a6c071c2735aed0bc24c37f3d5bd960a"
        "b97a829a508f966bbaed7a82645e65eadaf24ab5e6d9421392c5b15b7f9b640d34fec512846a3100b80f75ef"
        "51064602118c1a77d28d938f6efc22041d60159a518d3de7c4d840c9c68109672d743d299d8d2577ef60c19a"
        "b463c716b3fa75fa56f5735349d414a44df12bf0dd44aa3e10822a651ed4cb0eb6f47c9bd0ef14a034a7ac24"
        "51e30434d513eb22e68b7587a8de9b4e63a059d05c8b22c7c51e2cfee2d8bef511412e93c859a13726d87c57"
        "d1bc4c2e68ab121562f839c3a3d233e87ed63c69b7e57525367753fbebcc2a9805a2802659f5888b2c69115b"
        "f865559f10d906c09d048a0d71bfee4b33857393ec2b69e451433496d02c9a7910abb954317720bbde9e6910"
        "8eafc3e90bad3d5ca4066d7b1e49013fa04e948104a1dd82b12509ecb146e948c54bd8bfb5e6d18127cd1f7a"
        "93c3cf9f2d869d5a78878c03fe808a0d799e910be6f26d18db61c485b303631d3568368fc41986d08a95ea6a"
        "c0592240c19d7b22416b9c82ae6241e211dd5610d0baaa9823158f9c32b66318f5529491b7eeadcaa71898a6"
        "3bac9d95f4aa548d5e97568d744fc429104e32edd9c87519892a198a30d333d427739ffb9607b092e910ae37"
        "771abf2adb9f63bc058bf58062ad456cb934679795bbdfcdfad5e0f2"
    ),
)
# A.4, RSABSSA-SHA384-PSSZERO-Deterministic (no salt, no prefix): sig.
ZERO = (
    "4454b6983ff01cb28545329f394936efa42ed231e15efbc025fdaca00277acf0c8e00e3d8b0ecebd35b057b8"
    "ebfc14e1a7097368a4abd20b555894ccef3d1b9528c6bcbda6b95376bef230d0f1feff0c1064c62c60a7ae74"
    "31d1fdfa43a81eed9235e363e1ffa0b2797aba6aad6082fcd285e14fc8b71de6b9c87cb4059c7dc1e96ae1e6"
    "3795a1e9af86b9073d1d848aef3eca8a03421bcd116572456b53bcfd4dabb0a9691f1fabda3ed0ce357aee2c"
    "fee5b1a0eb226f69716d4e011d96eede5e38a9acb531a64336a0d5b0bae3ab085b658692579a376740ff6ce6"
    "9e89b06f360520b864e33d82d029c808248a19e18e31f0ecd16fac5cd4870f8d3ebc1c32c718124152dc9056"
    "72ab0b7af48bf7d1ac1ff7b9c742549c91275ab105458ae37621757add83482bbcf779e777bbd61126e93686"
    "635d4766aedf5103cf7978f3856ccac9e28d21a850dbb03c811128616d315d717be1c2b6254f8509acae8620"
    "42c034530329ce15ca2e2f6b1f5fd59272746e3918c748c0eb810bf76884fa10fcf749326bbfaa5ba285a018"
    "6a22e4f628dbf178d3bb5dc7e165ca73f6a55ecc14c4f5a26c4693ce5da032264cbec319b12ddb9787d0efa4"
    "fcf1e5ccee35ad85ecd453182df9ed735893f830b570faae8be0f6fe2e571a4e0d927cba4debd368d3b4fca3"
    "3ec6251897a137cf75474a32ac8256df5e5ffa518b88b43fb6f63a24"
)


@pytest.fixture(scope="module")
def appendix() -> Signer:
    """The signer of RFC 9474, Appendix A: 4,096 bits."""
    return Signer(None, primes=(P, Q))


@pytest.fixture(scope="module")
def signer() -> Signer:
    """A signer with a short key, so that properties run quickly."""
    return Signer("tests", bits=1024)


def signed(signer: Signer, message: bytes, seed: object = 1) -> Signature:
    """Return the signature of a message, blinded and finished."""
    blinded, secret = blind(signer.public, message, seed)
    return finish(signer.public, message, signer.sign(blinded), secret)


def test_every_step_of_the_randomized_vector_of_the_rfc_is_met(appendix: Signer) -> None:
    """RFC 9474, A.1: the values that travel and the signature."""
    secret = Secret(PREFIX, SALT, INVERSE)
    blinded = blinded_with(appendix.public, MESSAGE, secret)
    back = appendix.sign(blinded)
    signature = finish(appendix.public, MESSAGE, back, secret)

    assert (blinded.hex(), back.hex(), signature.value.hex()) == RANDOMIZED


def test_the_vector_of_the_rfc_without_salt_is_met(appendix: Signer) -> None:
    """RFC 9474, A.4: the signature over a message as it is."""
    secret = Secret(b"", b"", INVERSE)
    back = appendix.sign(blinded_with(appendix.public, MESSAGE, secret))

    assert finish(appendix.public, MESSAGE, back, secret).value.hex() == ZERO


def test_the_same_seed_gives_the_same_key_on_every_machine() -> None:
    """With gmpy2 and without it: the key of a course does not depend on what is installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "number", int)
        bare = Signer(7, bits=1024).public

    assert Signer(7, bits=1024).public == bare != Signer(8, bits=1024).public
    assert bare.n.bit_length() == 1024


def test_the_key_is_2048_bits_long_unless_a_toy_is_asked_for() -> None:
    """RFC 9474 leaves the length open; 2,048 bits is the usual least."""
    assert Signer(1).public.n.bit_length() == 2048


@pytest.mark.parametrize("bits", [True, 512, 1025, 9000, "2048"])
def test_an_impossible_length_is_refused_in_a_sentence(bits: int) -> None:
    with pytest.raises(ValueError, match="even number of bits from 1024 to 8192, not"):
        Signer(1, bits=bits)


@given(message=st.binary(max_size=80), seed=st.integers(0, 999), zero=st.booleans())
def test_what_is_blinded_signed_and_finished_is_an_ordinary_signature(
    signer: Signer, message: bytes, seed: int, zero: bool
) -> None:
    """Our own check and that of the `cryptography` library agree on it."""
    variant = PSSZERO if zero else PSS
    blinded, secret = blind(signer.public, message, seed, variant)
    signature = finish(signer.public, message, signer.sign(blinded), secret)

    assert verify(signer.public, message, signature, salt=variant.salt)
    assert fits(signer.public, message, signature, salt=variant.salt)
    assert len(signature.prefix) == 32


@given(at=st.integers(0, 127), bit=st.integers(0, 7), where=st.sampled_from("mpvs"))
def test_one_changed_bit_is_refused_by_both_checks(
    signer: Signer, at: int, bit: int, where: str
) -> None:
    """In the message, in its prefix, in the signature, or in the length of the salt."""
    message = bytes(128)
    good = signed(signer, message)
    change = lambda data: bytes(  # noqa: E731 - one line used three times
        byte ^ (1 << bit) * (place == at % len(data)) for place, byte in enumerate(data)
    )
    told = change(message) if where == "m" else message
    bad = replace(good, prefix=change(good.prefix)) if where == "p" else good
    bad = replace(bad, value=change(bad.value)) if where == "v" else bad
    salt = bit if where == "s" else 48

    assert verify(signer.public, message, good)
    assert not verify(signer.public, told, bad, salt=salt)
    assert not fits(signer.public, told, bad, salt=salt)


@pytest.mark.parametrize("value", [b"", bytes(127), bytes(129), b"\xff" * 128, bytes(128)])
def test_values_of_a_wrong_size_are_no_signatures(signer: Signer, value: bytes) -> None:
    bad = Signature(bytes(32), value)

    assert not verify(signer.public, b"x", bad)
    assert not fits(signer.public, b"x", bad)


def test_the_check_needs_no_library(signer: Signer, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the browser, where `cryptography` may be missing."""
    good = signed(signer, b"ticket")
    monkeypatch.setitem(sys.modules, "cryptography.exceptions", None)

    assert verify(signer.public, b"ticket", good)
    assert not verify(signer.public, b"other", good)


def test_a_signature_of_another_signer_is_refused(signer: Signer) -> None:
    other = Signer("another", bits=1024)

    assert not verify(signer.public, b"ticket", signed(other, b"ticket"))


def test_the_blinded_message_and_the_signature_share_no_value(signer: Signer) -> None:
    """The signer sees two numbers; neither comes back with the ticket."""
    blinded, secret = blind(signer.public, b"ticket", 1)
    back = signer.sign(blinded)
    good = finish(signer.public, b"ticket", back, secret)

    assert len({blinded, back, good.value}) == 3


def test_blinding_factors_send_a_message_to_every_value_equally_often() -> None:
    """RSA small enough for counting: n = 11 · 17, e = 3. Any two messages look the same."""
    n, e = 187, 3
    units = [r for r in range(1, n) if gcd(r, n) == 1]
    seen = {m: sorted(m * pow(r, e, n) % n for r in units) for m in units}

    assert all(values == units for values in seen.values())


@given(message=st.binary(max_size=20), seed=st.integers(0, 99))
def test_even_the_signer_can_explain_a_blinded_value_by_any_message(
    signer: Signer, message: bytes, seed: int
) -> None:
    """With the private key one finds a factor for every message, so the value tells nothing."""
    blinded, _ = blind(signer.public, b"the true ticket", 1)
    secret = signer.explanation(blinded, message, seed)

    assert blinded_with(signer.public, message, secret) == blinded
    assert verify(
        signer.public, message, finish(signer.public, message, signer.sign(blinded), secret)
    )


def test_signing_the_same_blinded_value_twice_gives_no_second_signature(signer: Signer) -> None:
    """The private operation has no chance in it: asking again brings the same number."""
    blinded, _ = blind(signer.public, b"ticket", 1)

    assert signer.sign(blinded) == signer.sign(blinded)


def test_one_answer_makes_one_ticket_only(signer: Signer) -> None:
    """What was signed for one message does not finish as the signature of another."""
    blinded, secret = blind(signer.public, b"ticket", 1)
    back = signer.sign(blinded)

    with pytest.raises(ValueError, match="does not fit the message"):
        finish(signer.public, b"a second ticket", back, secret)


def test_a_signer_who_changes_the_answer_is_noticed_at_once(signer: Signer) -> None:
    """RFC 9474, 4.4: Finalize checks before it gives out."""
    blinded, secret = blind(signer.public, b"ticket", 1)
    wrong = signer.sign(blind(signer.public, b"ticket", 2)[0])

    with pytest.raises(ValueError, match="does not fit the message"):
        finish(signer.public, b"ticket", wrong, secret)
    assert verify(
        signer.public, b"ticket", finish(signer.public, b"ticket", signer.sign(blinded), secret)
    )


@pytest.mark.parametrize(
    ("value", "sentence"),
    [(b"short", "has 128 bytes under this key, not 5"), (b"\xff" * 128, "below the modulus")],
)
def test_a_value_that_was_not_blinded_under_this_key_is_not_signed(
    signer: Signer, value: bytes, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        signer.sign(value)
    with pytest.raises(ValueError, match=sentence):
        finish(signer.public, b"", value, Secret(b"", b"", 1))


def test_a_message_that_divides_the_key_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """RFC 9474, 4.2, "invalid input": by chance it never happens."""
    monkeypatch.setattr(module, "_encoded", lambda *_: 22)

    with pytest.raises(ValueError, match="shares a factor with the key"):
        blinded_with(Public(187, 3), b"", Secret(b"", b"", 1))

"""Words of a query that ask for nothing: politeness, questions, and words that say little."""

from collections.abc import Sequence

from .folding import Word, words

_PHRASES = """
tôi muốn hỏi|tôi muốn|tôi cần|em muốn|em cần|mình muốn|mình cần|cho tôi hỏi|cho em hỏi
cho mình hỏi|cho hỏi|cho cháu hỏi|cho con hỏi|cho bác hỏi|làm ơn|vui lòng|xin hỏi|xin chào|ạ ơi
chị ơi|anh ơi|làm thế nào để|làm thế nào|làm như thế nào|như thế nào|thế nào|làm sao để|làm sao
phải làm sao|ra sao|ở đâu|ở chỗ nào|chỗ nào|cần gì|cần giấy tờ gì|cần những giấy tờ gì
cần những gì|gồm những gì|gồm gì|giấy tờ gì|hết bao nhiêu|bao nhiêu tiền|bao nhiêu|bao lâu
mất bao lâu|khi nào|bao giờ|có được không|được không|phải không|không ạ|là gì|thì làm
thì phải làm|thủ tục hành chính|thủ tục|dịch vụ công|hướng dẫn|quy trình|hồ sơ xin|hồ sơ làm
mẫu đơn xin|mẫu đơn|đơn xin|nộp hồ sơ|làm giấy tờ|làm giấy|xin giấy|đi làm|phải làm|cần làm
muốn làm|tư vấn|giải quyết hồ sơ|làm thủ tục|đang cần|cần xin|muốn xin|giúp tôi|giúp em|giúp mình
how to|how do i|i want to|i need to|i need|i want|where|apply for|application for|application
get a|get my|procedure|what is
"""


def _spellings(text: str) -> frozenset[str]:
    return frozenset(word.typed for word in words(text))


# Left out wherever they stand, except before words they belong to (lâm nghiệp).
_IDLE_SPELLINGS = _spellings("làm xin muốn giúp với nhé ơi rồi nhờ ạ vậy nhỉ hả vâng dạ")
_BARE = _spellings("lam xin muon giup voi nhe oi")
_NOT_IDLE_BEFORE = {"lam": _spellings("nghiep san sinh dong truong tho nguu")}
_ENGLISH_IDLE = _spellings("please for a an the of to my in on do is new get")
_ENGLISH = _spellings("""
    birth marriage passport license licence driving certificate register land registration business
    company house visa residence death card tax car criminal record construction permit pension
    insurance lost single status divorce adoption name change household temporary permanent
    motorbike married newborn baby vietnam foreign trade enterprise health social my the for renew
    foreigner
""")
WEAKNESS = 0.3
_WEAK_SPELLINGS = _spellings("""
    cho của và các những một tại về được bị theo trong khi có là hoặc ở từ đến người việc tôi em
    mình anh chị chúng ta con cháu bé vợ chồng bố mẹ ba má ông bà gia đình bản thân mới lần đầu
    trước sau nữa thêm ra vào lên nhà mẫu hồ sơ số tờ đơn bên vài tiền không giấy cần hỏi gì nào
    thế thì mà đi để cái chiếc này kia đó đây đang sẽ cũng nha à tới ấy đã phải nên bằng lại nếu
    hay xong hết vừa giờ luôn ngay hiện vẫn bây chưa lâu rồi nhiều quá
""")
_WEAK_PLAIN = _spellings("""
    cho cua va cac nhung mot tai ve duoc bi theo trong khi co la hoac o tu den nguoi viec toi em
    minh anh chi ta chau con vo bo me gi nao thi ma de cai chiec nay da phai
""")
_ALL_PHRASES = sorted(
    (tuple(words(p)) for line in _PHRASES.split("\n") for p in line.split("|") if p.strip()),
    key=len,
    reverse=True,
)
_BY_FIRST = {
    first: [phrase for phrase in _ALL_PHRASES if phrase[0].plain == first]
    for first in {phrase[0].plain for phrase in _ALL_PHRASES}
}


def is_weak(word: Word) -> bool:
    """Whether a word points at somebody, or is in nearly every name."""
    return word.typed in _WEAK_SPELLINGS if word.marked else word.plain in _WEAK_PLAIN


def without_phrases(asked: Sequence[Word]) -> list[Word]:
    """The words without whole phrases that ask for nothing; all of them when nothing else is."""
    kept: list[Word] = []
    place = 0
    while place < len(asked):
        size = _phrase_at(asked, place)
        if size == 0:
            kept.append(asked[place])
        place += max(1, size)
    return kept or list(asked)


def idle_places(asked: Sequence[Word]) -> frozenset[int]:
    """The places of words that ask for nothing; none when there would be nothing else."""
    english = any(w.plain in _ENGLISH for w in asked)
    idle = frozenset(p for p in range(len(asked)) if _is_idle(asked, p, english))
    return idle if len(idle) < len(asked) else frozenset()


def _phrase_at(asked: Sequence[Word], place: int) -> int:
    for phrase in _BY_FIRST.get(asked[place].plain, ()):
        if len(phrase) <= len(asked) - place and all(
            a.plain == b.plain and (not a.marked or a.typed == b.typed)
            for a, b in zip(asked[place:], phrase, strict=False)
        ):
            return len(phrase)
    return 0


def _is_idle(asked: Sequence[Word], place: int, english: bool) -> bool:
    word = asked[place]
    if english and word.plain in _ENGLISH_IDLE and not word.marked:
        return True
    if word.marked:
        return word.typed in _IDLE_SPELLINGS
    following = asked[place + 1].plain if place + 1 < len(asked) else ""
    return word.plain in _BARE and following not in _NOT_IDLE_BEFORE.get(word.plain, frozenset())

"""Who a person is in the eyes of the rules: age, disability, class."""

from doudi.policy.words import Code, Count, Truth, Years, rule


@rule(label="残疾人证载明的残疾", en="certified disability", per="person", cites=["最低生活保障审核确认办法#8"])
def certified_disability(disability_kind: Code, disability_grade: Count, disability_certified: Truth) -> Truth:
    """A disability counts where the person holds the certificate; its kind or its grade alone shows that there is one."""
    return (disability_kind != "none" or disability_grade > 0) and disability_certified


@rule(
    label="重度残疾（一、二级，或三级智力、精神）",
    en="severely disabled (grade 1-2, or intellectual or mental grade 3)",
    per="person",
    cites=["最低生活保障审核确认办法#8.1"],
)
def severely_disabled(certified_disability: Truth, disability_kind: Code, disability_grade: Count) -> Truth:
    """Grades 1 and 2 are severe, and so is grade 3 of an intellectual or mental disability."""
    return certified_disability and (
        disability_grade <= 2 or (disability_grade == 3 and disability_kind in ("intellectual", "mental"))
    )


@rule(label="A类对象", en="class A", per="person", cites=["安徽省低保实施方案#保障标准"])
def class_a(severely_disabled: Truth, serious_illness: Truth) -> Truth:
    """Severely disabled and seriously ill people are class A."""
    return severely_disabled or serious_illness


@rule(label="B类对象", en="class B", per="person", cites=["安徽省低保实施方案#保障标准"])
def class_b(age: Years, elder_age: Years, adult_age: Years, certified_disability: Truth) -> Truth:
    """The old, the young and people with another disability are class B."""
    return age >= elder_age or age < adult_age or certified_disability


@rule(
    label="分类施保类别",
    en="class for the top-up",
    unit="code:class",
    per="person",
    cites=["安徽省低保实施方案#保障标准"],
)
def top_up_class(class_a: Truth, class_b: Truth) -> Code:
    """Several conditions give the higher class only."""
    return "A" if class_a else "B" if class_b else "C"


@rule(
    label="宗教教职人员离家满三年", en="religious for three years", per="person", cites=["最低生活保障审核确认办法#7"]
)
def religious_for_long(absence: Code, absent_years: Years, religious_years: Years) -> Truth:
    """Somebody who has lived in a religious site for three years is outside the family."""
    return absence == "religious" and absent_years >= religious_years


@rule(label="离家不计入家庭成员", en="absent from the family", per="person", cites=["最低生活保障审核确认办法#7"])
def absent(absence: Code, religious_for_long: Truth) -> Truth:
    """Prison, compulsory rehabilitation, a declaration of absence and three religious years take a person out."""
    return absence in ("prison", "compulsory_rehab", "missing") or religious_for_long

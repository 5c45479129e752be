"""Registers written to files, from what offices have: folders, lines of JSON, tables of events."""

import csv
import json
from datetime import date

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from confirmed_platform import plain

import sgpolicy

ON = date(2026, 6, 1)


@pytest.fixture(scope="module")
def policy():
    return sgpolicy.load("shaoguan-2022-188")


@pytest.fixture(scope="module")
def compiled(policy):
    return policy.compiled()


def rows_in(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [*csv.DictReader(file)]


@pytest.fixture
def folder(tmp_path):
    """A folder of three platforms: one as it should be, one whose records end early, one that cannot be read."""
    made = tmp_path / "经历"
    made.mkdir()
    (made / "甲.yaml").write_text(yaml.safe_dump(plain(), allow_unicode=True), "utf-8")
    (made / "乙.json").write_text(json.dumps(plain("乙中心", "2024-03-31")), "utf-8")
    (made / "丙.yml").write_text("名称: 丙\n经历: [{事件: 年度审报, 日期: 某日}]\n", "utf-8")
    (made / "说明.txt").write_text("不是经历", "utf-8")
    (made / ".丁.yaml").write_text("不是经历", "utf-8")
    return made


def test_a_folder(compiled, folder, tmp_path):
    target = tmp_path / "名录.csv"
    report = compiled.register_file(folder, target, on=date(2025, 3, 1))
    assert (report.platforms, report.rejected, report.overdue) == (2, 1, 2)
    assert report.outcomes == {"有": 1, "不能断定": 1}
    later, first = rows_in(target)  # 乙, 甲 by their characters' numbers
    assert (first["名称"], first["有无称号"], first["来源"]) == ("甲中心", "有", "甲.yaml")
    assert (first["自"], first["至"]) == ("2023-06-20", "2026-06-20")
    assert first["逾期未履行"] == (
        "报送工作情况（2024年2月29日前）、报送运营情况（2025年2月5日前）、报送工作情况（2025年2月28日前）"
    )
    assert (first["接下来的义务"], first["到期日"]) == ("报送运营情况", "2026-02-02")
    assert first["依据"] == "第十三条、第十四条、第十五条、第十六条"
    assert (later["有无称号"], later["可否申报"]) == ("不能断定", "不能断定")
    aside = rows_in(report.rejects)
    assert {one["来源"] for one in aside} == {"丙.yml"}
    assert [one["位置"] for one in aside] == ["经历[1].事件", "经历[1].日期"]
    assert "是不是「年度申报」" in aside[0]["原因"]


def test_acts_that_cannot_be_judged_stand_apart(compiled, tmp_path):
    history, source = plain(), tmp_path / "经历.jsonl"
    del history["经历"][3]["核对"]
    history["经历"][9]["向"] = "市工信局"
    source.write_text(json.dumps(history), "utf-8")
    compiled.register_file(source, tmp_path / "名录.csv", on=ON)
    (row,) = rows_in(tmp_path / "名录.csv")
    assert row["不合规定的办理"] == "报送运营情况（2024年1月22日）"
    assert row["不能断定的办理"].startswith("专家评审（2023年5月16日）、")
    assert row["依据"].startswith("第十一条第（一）项、")  # where the review stands


def test_nothing_is_left_of_earlier_rejects(compiled, folder, tmp_path):
    target = tmp_path / "名录.csv"
    assert compiled.register_file(folder, target, on=ON).rejects is not None
    (folder / "丙.yml").unlink()
    assert compiled.register_file(folder, target, on=ON).rejects is None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["名录.csv", "经历"]


@pytest.fixture
def one_by_one(monkeypatch):
    """Each history is a piece of work of its own, so that several processes have some."""
    monkeypatch.setattr("sgpolicy.registers.files._PIECE", 1)


@pytest.mark.usefixtures("one_by_one")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_lines_of_json(compiled, tmp_path):
    source, target = tmp_path / "经历.jsonl", tmp_path / "名录.parquet"
    lines = [json.dumps(plain()), "", "{", json.dumps(plain("乙中心"))]
    source.write_text("\n".join(lines), "utf-8")
    done = []
    report = compiled.register_file(source, target, on=ON, processes=2, progress=done.append)
    found = pq.read_table(target).to_pylist()
    assert (found[0]["自"], found[0]["失去之日"]) == (date(2023, 6, 20), None)
    assert [(one["名称"], one["来源"]) for one in found] == [
        ("甲中心", "第 1 行"),
        ("乙中心", "第 4 行"),
    ]
    assert [one["来源"] for one in rows_in(report.rejects)] == ["第 3 行"]
    assert done[-1] == 1


COLUMNS = ("名称", "日期", "事件", "由", "向", "结果", "核对", "开始日期", "截止日期")


def table_of(*histories):
    """Rows of a table in the order of time, whoever they are about; what a platform says of itself stands first."""
    rows = [
        {"名称": one["名称"], "归口": one["事项"]["归口"], "记载截至": one["记载截至"]}
        for one in histories
    ]
    events = [{"名称": one["名称"], **event} for one in histories for event in one["经历"]]
    rows += sorted(events, key=lambda event: event["日期"])
    header = (*COLUMNS, "归口", "记载截至")
    return [header, *([row.get(name) for name in header] for row in rows)]


def write_csv(path, rows, encoding="utf-8"):
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file).writerows(rows)


def write_workbook(path, rows):
    book = openpyxl.Workbook()
    book.active.append(rows[0])
    for row in rows[1:]:
        cells = dict(zip(rows[0], row, strict=True))
        for name in ("日期", "开始日期", "截止日期", "记载截至"):
            cells[name] = cells[name] and date.fromisoformat(cells[name])
        book.active.append([*cells.values()])
    book.save(path)


def write_parquet(path, rows):
    columns = zip(*rows[1:], strict=True)
    data = {
        name: [
            cell and date.fromisoformat(cell) if name.endswith(("日期", "截至")) else cell
            for cell in column
        ]
        for name, column in zip(rows[0], columns, strict=True)
    }
    pq.write_table(pa.table(data), path)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("经历.csv", write_csv),
        ("经历.CSV", lambda path, rows: write_csv(path, rows, "gb18030")),
        ("经历.xlsx", write_workbook),
        ("经历.parquet", write_parquet),
    ],
)
@pytest.mark.usefixtures("one_by_one")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_table_with_a_row_for_each_event(compiled, tmp_path, name, write):
    histories = [plain(), plain("乙中心", "2024-03-31")]
    source, target = tmp_path / name, tmp_path / "名录.csv"
    write(source, table_of(*histories))
    report = compiled.register_file(source, target, on=ON, processes=2)
    assert (report.platforms, report.rejects) == (2, None)
    lines = tmp_path / "同样.jsonl"
    lines.write_text("\n".join(map(json.dumps, histories)), "utf-8")
    compiled.register_file(lines, tmp_path / "同样.csv", on=ON)
    for one, other in zip(rows_in(target), rows_in(tmp_path / "同样.csv"), strict=True):
        assert {**one, "来源": ""} == {**other, "来源": ""}
    first = 1 if source.suffix == ".parquet" else 2  # below a header
    assert [one["来源"] for one in rows_in(target)] == [f"第 {first} 行", f"第 {first + 1} 行"]


def test_cells_that_cannot_be_read_are_told_by_their_row(compiled, tmp_path):
    rows = table_of(plain(), plain("乙中心"))
    at = COLUMNS.index("由")
    rows[3] = [*rows[3]]
    rows[3][at] = "市公安局"
    write_csv(tmp_path / "经历.csv", rows)
    report = compiled.register_file(tmp_path / "经历.csv", tmp_path / "名录.csv", on=ON)
    assert (report.platforms, report.rejected) == (1, 1)
    (told,) = rows_in(report.rejects)
    assert (told["来源"], told["行"]) == ("第 2 行", "4")
    assert "市公安局" in told["原因"]


def test_platforms_that_contradict_themselves(compiled, tmp_path):
    rows = table_of(plain(), plain("乙中心"))
    rows.append([*rows[1]])
    rows[-1][-1] = "2025-12-31"
    write_csv(tmp_path / "经历.csv", rows)
    report = compiled.register_file(tmp_path / "经历.csv", tmp_path / "名录.csv", on=ON)
    assert (report.platforms, report.rejected) == (1, 1)
    (told,) = rows_in(report.rejects)
    assert "2025-12-31" in told["原因"]


def wrong(compiled, tmp_path, source, target="名录.csv"):
    """What is wrong with a source or target; nothing is written."""
    before = {*tmp_path.iterdir()}
    with pytest.raises(sgpolicy.FrameError) as caught:
        compiled.register_file(source, tmp_path / target, on=ON)
    assert {*tmp_path.iterdir()} == before
    return str(caught.value)


def test_rows_that_belong_to_nobody_end_it(compiled, tmp_path):
    """Whose history lacks them, nobody can know: what is missing would pass for not done."""
    rows = table_of(plain())
    rows[5] = ["", *rows[5][1:]]
    write_csv(tmp_path / "经历.csv", rows)
    assert "第 6 行" in wrong(compiled, tmp_path, tmp_path / "经历.csv")


def test_columns_that_cannot_be_used_end_it(compiled, tmp_path):
    write_csv(tmp_path / "经历.csv", [("名称", "日期", "事 件", ""), ("甲", "", "", "违法线索")])
    told = wrong(compiled, tmp_path, tmp_path / "经历.csv").splitlines()
    assert told[0].startswith("第 3 列「事 件」：没有叫「事 件」的栏目")
    assert told[1].startswith("第 4 列：没有列名，第 2 行却写着「违法线索」")
    assert told[2].startswith("缺「事件」这一列")


def test_workbooks_that_cannot_be_used_end_it(compiled, tmp_path):
    book = openpyxl.Workbook()
    book.save(tmp_path / "空.xlsx")
    assert "没有内容" in wrong(compiled, tmp_path, tmp_path / "空.xlsx")
    (tmp_path / "坏.xlsx").write_bytes(b"PK")
    assert "不是 Excel 工作簿" in wrong(compiled, tmp_path, tmp_path / "坏.xlsx")
    book.active.append(["名称", "事件", "日期"])
    book.active.append(["甲", "违法线索", "=1/0"])
    book.save(tmp_path / "公式.xlsx")
    assert "A2" not in (said := wrong(compiled, tmp_path, tmp_path / "公式.xlsx"))
    assert "C2" in said


def test_sources_and_targets_of_no_known_kind(compiled, folder, tmp_path):
    assert "格式不认识" in wrong(compiled, tmp_path, folder, "名录.doc")
    assert "格式不认识" in wrong(compiled, tmp_path, tmp_path / "经历.doc")
    assert "请把各家的文件放在一个文件夹里" in wrong(compiled, tmp_path, folder / "甲.yaml")
    (tmp_path / "空").mkdir()
    assert "没有经历" in wrong(compiled, tmp_path, tmp_path / "空")
    for missing in ("没有.csv", "没有.jsonl", "没有.xlsx", "没有.parquet"):
        with pytest.raises(OSError, match="没有"):
            compiled.register_file(tmp_path / missing, tmp_path / "名录.csv", on=ON)


def test_a_line_too_long_to_be_read_is_not_kept(compiled, tmp_path):
    source = tmp_path / "经历.jsonl"
    long = json.dumps({**plain(), "备注": "长" * 4_000_000}, ensure_ascii=False)
    source.write_text("\n".join([long, json.dumps(plain("乙中心"))]), "utf-8")
    report = compiled.register_file(source, tmp_path / "名录.csv", on=ON)
    assert [one["来源"] for one in rows_in(tmp_path / "名录.csv")] == ["第 2 行"]
    (told,) = rows_in(report.rejects)
    assert "5 MB" in told["原因"]


def test_what_is_read_is_not_written_over(compiled, tmp_path):
    for name, target in (("经历.csv", "经历.csv"), ("名录.退回.csv", "名录.csv")):
        write_csv(tmp_path / name, table_of(plain()))
        before = (tmp_path / name).read_bytes()
        assert "结果会写在来源上" in wrong(compiled, tmp_path, tmp_path / name, target)
        assert (tmp_path / name).read_bytes() == before


@pytest.mark.parametrize("name", ["甲（浈江）中心", "甲(浈江)中心", "甲 （浈江）中心 "])
def test_the_same_name_twice_is_told(compiled, tmp_path, name):
    source = tmp_path / "经历.jsonl"
    lines = [plain("甲（浈江）中心"), plain(name), plain("甲（武江）中心"), plain(""), plain("")]
    source.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    report = compiled.register_file(source, tmp_path / "名录.csv", on=ON)
    assert (report.platforms, report.same_names) == (5, 1)
    (told,) = rows_in(report.rejects)
    assert told["来源"] == "第 2 行"
    assert "与第 1 行的“甲（浈江）中心”相同" in told["原因"]


def test_a_workbook_of_the_register(compiled, folder, tmp_path):
    target = tmp_path / "名录.xlsx"
    compiled.register_file(folder, target, on=date(2025, 3, 1))
    book = openpyxl.load_workbook(target)
    register, basis = book.worksheets
    assert (register.title, basis.title) == ("名录", "依据")
    row = [cell.value for cell in register[3]]
    assert row[:3] == ["甲中心", "有", "韶关市中小企业公共服务示范平台"]
    assert register["E3"].value.date() == date(2023, 6, 20)
    assert register["H3"].value.splitlines()[0] == "报送工作情况（2024年2月29日前）"
    facts = {row[0].value: row[1].value for row in basis.iter_rows(min_row=2)}
    assert "韶工信函〔2022〕188号" in facts["办法"]
    assert facts["状况日"] == "2025-03-01"
    assert facts["口径 K-16 起算口径"] == "发文日"


def test_readings_and_language(policy, folder, tmp_path):
    target = tmp_path / "register.csv"
    compiled = policy.compiled({"K-16": "公示届满日"})
    compiled.register_file(folder, target, on=ON, lang="en")
    row = rows_in(target)[1]
    assert (row["Title held"], row["From"], row["State"]) == ("yes", "2023-06-11", "held")
    aside = rows_in(tmp_path / "register.退回.csv")
    assert "did you mean" in aside[0]["Reason"].lower()

"""`sgpolicy record` and `sgpolicy verify`."""

import json
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from sgpolicy import check_record
from sgpolicy.cli.exits import Exit

ON = ("--on", "2026-11-22")


@pytest.fixture
def series(run, applications, tmp_path):
    """Three records in one file."""
    file = tmp_path / "一批.jsonl"
    for name in ("不符合-差一家", "符合-综合服务中心", "待补材料"):
        done = run("record", applications / f"{name}.yaml", *ON, "--output", file)
        assert done.code == Exit.OK
    return file


@pytest.fixture
def keys(tmp_path):
    """Two pairs of keys, as files: the signer's and somebody else's."""

    def pair(name):
        key = Ed25519PrivateKey.generate()
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        (tmp_path / f"{name}.pem").write_bytes(private)
        (tmp_path / f"{name}.pub.pem").write_bytes(public)
        return tmp_path / f"{name}.pem", tmp_path / f"{name}.pub.pem"

    return pair("本局"), pair("别人")


def test_a_record_is_printed_whatever_the_outcome(run, applications):
    done = run("record", applications / "不符合-差一家.yaml", *ON)
    assert done.code == Exit.OK
    assert json.loads(done.out)["conclusion"]["outcome"] == "不符合"


def test_a_series_is_chained_and_verified(run, series):
    lines = [json.loads(line) for line in series.read_text("utf-8").splitlines()]
    assert [one["previous"] for one in lines] == [None, lines[0]["sha256"], lines[1]["sha256"]]
    done = run("verify", series, "--after", "none", "--last", lines[2]["sha256"])
    assert done.code == Exit.OK
    assert done.out.endswith("共 3 份，全部相符\n")


def test_what_differs_is_named(run, series):
    first, *rest = series.read_text("utf-8").splitlines()
    changed = first.replace('"outcome":"不符合"', '"outcome":"符合"')
    series.write_text("\n".join([changed, *rest]), "utf-8")
    done = run("verify", series)
    assert done.code == Exit.NO
    assert "conclusion.outcome：记的是“符合”，重做得“不符合”" in done.out
    assert "sha256：摘要应是" in done.out
    english = run("--lang", "en", "verify", series)
    assert "conclusion.outcome: recorded '符合', the replay gives '不符合'" in english.out


def test_records_are_not_overwritten(run, applications, tmp_path):
    file = tmp_path / "甲.json"
    assert run("record", applications / "待补材料.yaml", *ON, "--output", file).code == Exit.OK
    before = file.read_bytes()
    again = run("record", applications / "待评定.yaml", *ON, "--output", file)
    assert again.code == Exit.DATA
    assert "不覆盖" in again.err
    assert file.read_bytes() == before


def test_signatures(run, applications, tmp_path, keys):
    (private, public), (_, others) = keys
    file = tmp_path / "甲.json"
    arguments = ("record", applications / "待补材料.yaml", *ON, "--output", file)
    assert run(*arguments, "--sign", private).code == Exit.OK
    assert run("verify", file, "--key", public).code == Exit.OK
    refused = run("verify", file, "--key", others)
    assert refused.code == Exit.NO
    assert "签名不符" in refused.out
    (tmp_path / "甲.json.sig").unlink()
    assert run("verify", file, "--key", public).code == Exit.NO
    assert run("verify", file, "--key", private).code == Exit.DATA


def test_a_signed_series(run, applications, tmp_path, keys):
    (private, public), _ = keys
    file = tmp_path / "一批.jsonl"
    for name in ("待补材料", "待评定"):
        given = applications / f"{name}.yaml"
        assert run("record", given, *ON, "--output", file, "--sign", private).code == Exit.OK
    assert run("verify", file, "--key", public).code == Exit.OK


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "规范形式"),
        (b"[]", "规范形式"),
        (b"{", "规范形式"),
        (b"\xff\xfe", "规范形式"),
        (b"[" * 100_000, "规范形式"),
        (b'{"format":"sgpolicy.record/9"}', "sgpolicy.record/9"),
        (b'{"format":"sgpolicy.record/1"}', "没有办法"),
        (b'{"basis":{"policy":{"id":"nowhere"}},"format":"sgpolicy.record/1"}', "没有办法"),
        (b'{"basis":{"policy":{"id":3}},"format":"sgpolicy.record/1"}', "没有办法"),
        (b'{"a":"\xe2\x80\xa8","format":"sgpolicy.record/1"}', "没有办法"),
        (b'{"basis":[],"format":"sgpolicy.record/1"}', "没有办法"),
    ],
)
def test_what_is_no_record_is_said_and_no_traceback(run, tmp_path, text, said):
    file = tmp_path / "记录.json"
    file.write_bytes(text)
    done = run("verify", file)
    assert done.code == Exit.NO
    assert said in done.out


def test_the_checker_is_exported_and_runs_with_nothing_installed(run, series, tmp_path, repo):
    checker = tmp_path / "check_record.py"
    assert run("verify", "--export-checker", checker).code == Exit.OK
    law = repo / "policies/shaoguan-2022-188"
    command = [sys.executable, "-I", "-S", "-X", "utf8", str(checker), str(series)]
    done = subprocess.run(
        [*command, "--law", str(law)], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "没有发现问题" in done.stdout
    series.write_text(series.read_text("utf-8").replace('"不符合"', '"符合"', 1), "utf-8")
    done = subprocess.run(
        [*command, "--law", str(law)], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "extra",
    [
        ("--document", "K-5"),
        ("--chosen-by", "K-5"),
        ("--reference", "=甲"),
        ("--sign", "key.pem"),
    ],
)
def test_usage(run, applications, extra):
    assert run("record", applications / "待补材料.yaml", *ON, *extra).code == Exit.USAGE


def test_unknown_names_are_refused(run, applications):
    done = run("record", applications / "待补材料.yaml", *ON, "--reference", "资产=报表")
    assert done.code == Exit.DATA
    assert "办法中没有事项或台账“资产”" in done.err


def test_verify_needs_something(run, tmp_path):
    assert run("verify").code == Exit.USAGE
    assert run("verify", tmp_path / "没有.json").code == Exit.NO_INPUT


def test_a_line_separator_within_a_text_ends_no_line(run, tmp_path, applications, capsys):
    """Canonical JSON has U+2028 as it is; a .jsonl file's lines end at line feeds only."""
    file = tmp_path / "一批.jsonl"
    given = applications / "待补材料.yaml"
    done = run("record", given, *ON, "--reference", "资产总额=甲\u2028乙", "--output", file)
    assert done.code == Exit.OK
    assert run("verify", file).code == Exit.OK
    assert check_record.main([str(file)]) == 0
    capsys.readouterr()


@pytest.mark.parametrize("number", ["1e999999999", "9" * 5000, "1/0", "-0", "01", "1.0", "½"])
def test_numbers_that_are_none_are_refused_at_once(run, tmp_path, applications, number):
    file = tmp_path / "甲.json"
    run("record", applications / "不符合-差一家.yaml", *ON, "--output", file)
    text = file.read_text("utf-8")
    at = text.index('"value":{"number":"') + len('"value":{"number":"')
    end = text.index('"', at)
    file.write_text(text[:at] + number + text[end:], "utf-8")
    assert run("verify", file).code == Exit.NO
    assert check_record.main([str(file)]) == 1

"""`sgpolicy compile`."""

from points_policy import write


def test_the_source_compiles(run):
    found = run("compile", "--to", "python", "--policy", "guangzhou-2025-8")
    assert found.code == 0
    assert found.out.startswith("# Generated from a policy; not to be edited.")
    compile(found.out, "<generated>", "exec")


def test_readings_are_named_in_it(run):
    plain = run("compile", "--to", "python").out
    other = run("compile", "--to", "python", "--reading", "学历和职称=兼备").out
    assert "# 口径 K-5 其一" in plain
    assert "# 口径 K-5 兼备" in other


def test_what_to_compile_to_must_be_said(run):
    assert run("compile").code == 2
    assert run("compile", "--to", "cobol").code == 2


def test_stored_beside_its_source(run, tmp_path):
    folder = write(tmp_path)
    found = run("compile", "--to", "core", "--policy", folder)
    assert found.code == 0
    assert found.out == f"已存好：{folder / 'compiled.json'}\n"
    assert (folder / "compiled.json").is_file()


def test_storing_keeps_every_reading(run, tmp_path):
    found = run("compile", "--to", "core", "--policy", write(tmp_path), "--reading", "甲=乙")
    assert found.code == 2
    assert "core 保留全部读法" in found.err


def test_a_policy_with_mistakes_is_not_stored(run, tmp_path):
    folder = write(tmp_path)
    law = (folder / "law.md").read_text("utf-8")
    (folder / "law.md").write_text(law.replace("总积分 达到 60分", "总积分 达到 61分"), "utf-8")
    found = run("compile", "--to", "core", "--policy", folder)
    assert found.code == 65
    assert not (folder / "compiled.json").exists()
    assert run("compile", "--to", "core", "--policy", "没有").code == 66


def test_a_folder_that_cannot_be_written(run, tmp_path, monkeypatch):
    def refuse(**_):
        raise PermissionError(13, "没有权限")

    folder = write(tmp_path)
    monkeypatch.setattr("tempfile.mkstemp", refuse)
    found = run("compile", "--to", "core", "--policy", folder)
    assert found.code == 65
    assert f"写不进 {folder}：没有权限" in found.err

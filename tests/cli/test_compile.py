"""`sgpolicy compile`."""


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

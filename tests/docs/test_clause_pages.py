"""The pages that the site's hook generates from the policy."""

import importlib.util

import pytest

import sgpolicy


@pytest.fixture(scope="module")
def hook(request):
    path = request.config.rootpath / "docs/hooks/clause_pages.py"
    spec = importlib.util.spec_from_file_location("clause_pages", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_article_has_a_page_with_all_that_stands_in_it(hook):
    policy = sgpolicy.load("shaoguan-2022-188")
    pages = dict(hook.pages(policy))
    for view in policy.clauses.values():
        article = view.clause.article
        name = f"{article.id}/index.md" if article.kind == "chapter" else f"{article.id}.md"
        page = pages[f"policies/{policy.id}/{name}"]
        assert view.text in page
        for part in (*view.nodes, *view.provisions, *view.facts, *view.interpretations):
            assert part.name in page
    articles = {view.clause.article for view in policy.clauses.values()}
    assert len(pages) == 1 + len(articles)


def test_the_navigation_names_every_page(hook):
    policy = sgpolicy.load("shaoguan-2022-188")
    (entries,) = hook.navigation(policy.id).values()

    def paths(entry):
        if isinstance(entry, str):
            return [entry]
        if isinstance(entry, dict):
            entry = list(entry.values())
        return [path for part in entry for path in paths(part)]

    assert paths(entries) == [path for path, _ in hook.pages(policy)]

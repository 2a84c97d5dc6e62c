"""Proves the reference against scikit-learn's CountVectorizer and MultinomialNB."""

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import MultinomialNB

LETTERS = list("退款慢差怎么发票请问不好")


def oracle(ref, draw) -> None:
    """The vocabulary, the counts, the parameters and the posteriors of forty random texts."""
    texts = ["".join(draw.choice(LETTERS) for _ in range(draw.integer(1, 12))) for _ in range(40)]
    y = np.array([draw.choice([3, 5, 9]) for _ in texts])
    counter = CountVectorizer(analyzer="char", ngram_range=(1, 2), min_df=2)
    matrix = counter.fit_transform(texts)
    vocab = ref.vocabulary(texts, 2)
    assert vocab == counter.vocabulary_
    indptr, words, counts = docs = ref.encode(texts, vocab)
    assert (csr_matrix((counts, words, indptr), shape=matrix.shape) != matrix).nnz == 0
    for alpha in (0.1, 1.0, 10.0):
        model, theirs = ref.fit(docs, y, len(vocab), alpha), MultinomialNB(alpha=alpha).fit(matrix, y)
        assert np.array_equal(model["classes"], theirs.classes_)
        assert np.allclose(model["log_prior"], theirs.class_log_prior_, atol=1e-12)
        assert np.allclose(model["log_theta"], theirs.feature_log_prob_, atol=1e-12)
        assert np.allclose(ref.log_proba(model, docs), theirs.predict_log_proba(matrix), atol=1e-10)

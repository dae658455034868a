using System.Globalization;
using System.Text;

namespace Release.Sandbox.GitHub.GraphQl;

/// <summary>Splits a query into tokens (GraphQL specification, section 2).</summary>
internal sealed class GraphLexer(string text)
{
    private int _at;
    private int _line = 1;
    private int _lineStart;

    private GraphPosition Here => new(_line, _at - _lineStart + 1);

    public static List<GraphToken> Read(string text)
    {
        var lexer = new GraphLexer(text);
        var tokens = new List<GraphToken>();
        do
        {
            tokens.Add(lexer.Next());
        }
        while (tokens[^1].Kind != "end");
        return tokens;
    }

    private GraphToken Next()
    {
        SkipIgnored();
        var (start, position) = (_at, Here);
        if (_at == text.Length)
        {
            return new GraphToken("end", "", position);
        }

        var letter = text[_at];
        if (char.IsAsciiLetter(letter) || letter == '_')
        {
            Advance(other => char.IsAsciiLetterOrDigit(other) || other == '_');
            return new GraphToken("name", text[start.._at], position);
        }

        if (char.IsAsciiDigit(letter) || letter == '-')
        {
            Advance(other => char.IsAsciiDigit(other) || other is '-' or '+' or '.' or 'e' or 'E');
            return new GraphToken("number", text[start.._at], position);
        }

        if (letter == '"')
        {
            return new GraphToken("string", At("\"\"\"") ? ReadBlock(position) : ReadString(position), position);
        }

        var punctuation = At("...") ? "..." : "!$&()[]{}:=@|".Contains(letter, StringComparison.Ordinal) ? letter.ToString() : null;
        _at += punctuation?.Length ?? 0;
        return punctuation is null
            ? throw new GraphQlException($"Parse error on \"{letter}\" (error) at [{position.Line}, {position.Column}]", position)
            : new GraphToken(punctuation, punctuation, position);
    }

    private void SkipIgnored()
    {
        while (_at < text.Length)
        {
            switch (text[_at])
            {
                case '\n':
                    _at++;
                    _line++;
                    _lineStart = _at;
                    break;
                case ' ' or '\t' or '\r' or ',' or '\uFEFF':
                    _at++;
                    break;
                case '#':
                    Advance(other => other != '\n');
                    break;
                default:
                    return;
            }
        }
    }

    private string ReadString(GraphPosition position)
    {
        var value = new StringBuilder();
        for (_at++; _at < text.Length && text[_at] != '\n'; _at++)
        {
            switch (text[_at])
            {
                case '"':
                    _at++;
                    return value.ToString();
                case '\\' when _at + 1 < text.Length:
                    value.Append(Unescape());
                    break;
                default:
                    value.Append(text[_at]);
                    break;
            }
        }

        throw new GraphQlException("Unterminated string", position);
    }

    private char Unescape()
    {
        var letter = text[++_at];
        if (letter == 'u' && _at + 4 < text.Length && ushort.TryParse(text.AsSpan(_at + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code))
        {
            _at += 4;
            return (char)code;
        }

        return letter switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', _ => letter };
    }

    private string ReadBlock(GraphPosition position)
    {
        var end = text.IndexOf("\"\"\"", _at + 3, StringComparison.Ordinal);
        if (end < 0)
        {
            throw new GraphQlException("Unterminated string", position);
        }

        var value = text[(_at + 3)..end];
        _line += value.Count(letter => letter == '\n');
        _at = end + 3;
        return value.Trim();
    }

    private bool At(string word) => string.CompareOrdinal(text, _at, word, 0, word.Length) == 0;

    private void Advance(Func<char, bool> more)
    {
        do
        {
            _at++;
        }
        while (_at < text.Length && more(text[_at]));
    }
}

/// <summary>A token of a query.</summary>
/// <param name="Kind"><c>name</c>, <c>number</c>, <c>string</c>, <c>end</c>, or the punctuation itself.</param>
internal readonly record struct GraphToken(string Kind, string Text, GraphPosition Position);

/// <summary>A position in a query; line and column count from 1.</summary>
internal readonly record struct GraphPosition(int Line, int Column);

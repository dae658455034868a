using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Release.Integrations.Git;

/// <summary>Objects that are to be written together. Git's objects are <c>type SP length NUL content</c>, named by their SHA-1.</summary>
internal sealed class NewObjects
{
    private readonly Dictionary<string, GitObject> _objects = new(StringComparer.Ordinal);

    public IReadOnlyCollection<GitObject> All => _objects.Values;

    /// <returns>Its name: 40 hexadecimal digits.</returns>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "Git names its objects so; nothing is protected by it here.")]
    public string Add(string type, byte[] content)
    {
        var id = Convert.ToHexStringLower(SHA1.HashData([.. Header(type, content), .. content]));
        _objects.TryAdd(id, new GitObject(id, type, content));
        return id;
    }

    public static byte[] Header(string type, byte[] content) => Encoding.ASCII.GetBytes($"{type} {content.Length}\0");
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Release.Data;
using Release.Tests.Support;

namespace Release.Tests.Integration.Data;

public sealed class SessionKeyStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_one_replica_protects_another_reads()
    {
        var database = await ReleaseApp.ServerDatabaseAsync();
        await using var app = await ReleaseApp.StartAsync(database);
        var secret = app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect("a text");
        await using var other = await ReleaseApp.StartAsync(database);

        other.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Unprotect(secret).ShouldBe("a text");
    }

    [Fact]
    public async Task A_certificate_encrypts_the_keys_and_reads_them_again()
    {
        using var directory = new TemporaryDirectory();
        var file = Path.Combine(directory.Path, "keys.pfx");
        using (var key = RSA.Create(2048))
        {
            var request = new CertificateRequest("CN=release-keys", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(30));
            await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pkcs12, "a password"), Token);
        }

        string[] settings =
        [
            $"Release:Authentication:KeyCertificate={file}", "Release:Authentication:KeyCertificatePassword=a password",
            $"ConnectionStrings:Release=Data Source={Path.Combine(directory.Path, "release.db")}",
        ];
        string secret;
        await using (var before = await ReleaseApp.StartAsync(settings))
        {
            secret = before.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect("a text");
            await using var context = await before.Services.GetRequiredService<IDbContextFactory<ReleaseDbContext>>().CreateDbContextAsync(Token);
            var keys = await context.DataProtectionKeys.Select(row => row.Xml).ToListAsync(Token);
            keys.ShouldNotBeEmpty();
            keys.ShouldAllBe(xml => xml.Contains("EncryptedData", StringComparison.Ordinal) && !xml.Contains("<masterKey", StringComparison.Ordinal));
        }

        await using var after = await ReleaseApp.StartAsync(settings);
        after.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Unprotect(secret).ShouldBe("a text");
    }
}

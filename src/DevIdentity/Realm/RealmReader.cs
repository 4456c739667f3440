using System.Text.Json;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;

namespace Jinan.IndustryBrain.DevIdentity.Realm;

internal static class RealmReader
{
    /// <exception cref="ServiceStartException">The file cannot be used; the message lists every fault.</exception>
    public static RealmModel Read(string path)
    {
        RealmModel realm;
        try
        {
            realm = JsonSerializer.Deserialize(File.ReadAllBytes(path), RealmJson.Default.RealmModel)
                    ?? throw new JsonException("the file holds null");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ServiceStartException(
                $"The realm file {path} cannot be read: {fault.Message} Write it anew with "
                + "'dotnet run --project src/DevIdentity -- realm --plant <plant.json> --out <file>'.",
                fault);
        }

        var faults = FindFaults(realm).ToList();
        if (faults.Count > 0)
            throw new ServiceStartException(
                string.Join(Environment.NewLine, faults.Select(fault => $"Realm file {path}: {fault}")));
        return realm;
    }

    private static IEnumerable<string> FindFaults(RealmModel realm)
    {
        if (realm.Realm.Length == 0 || realm.Realm.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not '-' and not '_'))
            yield return $"realm is '{realm.Realm}': use letters, digits, '-' and '_'";
        if (realm.AccessTokenLifespan is < 10 or > 86_400)
            yield return $"accessTokenLifespan is {realm.AccessTokenLifespan}: use 10 to 86400 seconds";
        foreach (var twice in realm.Clients.GroupBy(client => client.ClientId).Where(group => group.Count() > 1))
            yield return $"client '{twice.Key}' is there {twice.Count()} times";
        foreach (var twice in realm.Users.GroupBy(user => user.Username).Where(group => group.Count() > 1))
            yield return $"user '{twice.Key}' is there {twice.Count()} times";
        foreach (var client in realm.Clients.Where(c => c.ServiceAccountsEnabled && string.IsNullOrEmpty(c.Secret)))
            yield return $"client '{client.ClientId}' has a service account but no secret";
        foreach (var user in realm.Users.Where(user => user.ServiceAccountClientId is not null))
        {
            if (realm.Clients.All(client => client.ClientId != user.ServiceAccountClientId))
                yield return $"user '{user.Username}' is the service account of '{user.ServiceAccountClientId}', which is no client";
        }
    }
}

using System.Security.Claims;
using System.Text.Json;

namespace Jinan.IndustryBrain.ServiceDefaults.Identity;

/// <summary>Keycloak keeps roles in JSON objects within the token; ASP.NET Core wants one claim a role.</summary>
internal static class KeycloakRoles
{
    public static void AddTo(ClaimsIdentity identity, KeycloakSettings settings)
    {
        var roles = new HashSet<string>(StringComparer.Ordinal);
        if (settings.RolesMapping.HasFlag(RolesMapping.Realm))
            Collect(identity, "realm_access", resource: null, roles);
        if (settings.RolesMapping.HasFlag(RolesMapping.ResourceAccess))
            Collect(identity, "resource_access", settings.RolesResource ?? settings.Resource, roles);
        foreach (var role in roles)
            identity.AddClaim(new Claim(settings.RoleClaimType, role));
    }

    private static void Collect(ClaimsIdentity identity, string claim, string? resource, HashSet<string> roles)
    {
        if (identity.FindFirst(claim)?.Value is not { } json)
            return;

        try
        {
            using var document = JsonDocument.Parse(json);
            var holder = document.RootElement;
            if (resource is not null && !(holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(resource, out holder)))
                return;
            if (holder.ValueKind != JsonValueKind.Object || !holder.TryGetProperty("roles", out var list)
                || list.ValueKind != JsonValueKind.Array)
                return;
            foreach (var role in list.EnumerateArray())
            {
                if (role.ValueKind == JsonValueKind.String)
                    roles.Add(role.GetString()!);
            }
        }
        catch (JsonException)
        {
            // A claim of that name which is not Keycloak's gives no roles, and so no rights.
        }
    }
}

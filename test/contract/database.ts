// Made by npm run types, from the definition.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
  __InternalSupabase: {
    PostgrestVersion: "14.1";
  };
  public: {
    Tables: {
      films: {
        Row: {
          budget: number | null;
          changed_at: string;
          created_by: string;
          cut_at: string | null;
          director_id: string;
          gross: number | null;
          id: number;
          is_colour: boolean;
          notes: Json | null;
          poster: string | null;
          producer_id: string | null;
          rating: number | null;
          released: string | null;
          sequel_of: number | null;
          shot_at: string | null;
          shout: string | null;
          slug: string;
          stage: "idea" | "shooting" | "released";
          starts: string | null;
          tags: string[];
          takes: number[] | null;
          title: string;
        };
        Insert: {
          budget?: number | null;
          changed_at?: string;
          created_by?: string;
          cut_at?: string | null;
          director_id: string;
          gross?: number | null;
          id?: number;
          is_colour?: boolean;
          notes?: Json | null;
          poster?: string | null;
          producer_id?: string | null;
          rating?: number | null;
          released?: string | null;
          sequel_of?: number | null;
          shot_at?: string | null;
          slug?: string;
          stage?: "idea" | "shooting" | "released";
          starts?: string | null;
          tags?: string[];
          takes?: number[] | null;
          title: string;
        };
        Update: {
          budget?: number | null;
          changed_at?: string;
          created_by?: string;
          cut_at?: string | null;
          director_id?: string;
          gross?: number | null;
          id?: number;
          is_colour?: boolean;
          notes?: Json | null;
          poster?: string | null;
          producer_id?: string | null;
          rating?: number | null;
          released?: string | null;
          sequel_of?: number | null;
          shot_at?: string | null;
          slug?: string;
          stage?: "idea" | "shooting" | "released";
          starts?: string | null;
          tags?: string[];
          takes?: number[] | null;
          title?: string;
        };
        Relationships: [
          {
            foreignKeyName: "films_director_id_fkey";
            columns: ["director_id"];
            isOneToOne: false;
            referencedRelation: "people";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "films_producer_id_fkey";
            columns: ["producer_id"];
            isOneToOne: false;
            referencedRelation: "people";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "films_sequel_of_fkey";
            columns: ["sequel_of"];
            isOneToOne: false;
            referencedRelation: "films";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "films_sequel_of_fkey";
            columns: ["sequel_of"];
            isOneToOne: false;
            referencedRelation: "released_films";
            referencedColumns: ["id"];
          },
        ];
      };
      ledger: {
        Row: {
          amount: number;
          id: number;
        };
        Insert: {
          amount: number;
          id?: number;
        };
        Update: {
          amount?: number;
          id?: number;
        };
        Relationships: [];
      };
      people: {
        Row: {
          id: string;
          name: string;
          salary: number | null;
        };
        Insert: {
          id?: string;
          name: string;
          salary?: number | null;
        };
        Update: {
          id?: string;
          name?: string;
          salary?: number | null;
        };
        Relationships: [];
      };
      roles: {
        Row: {
          actor_id: string;
          "character name": string | null;
          film_id: number;
        };
        Insert: {
          actor_id: string;
          "character name"?: string | null;
          film_id: number;
        };
        Update: {
          actor_id?: string;
          "character name"?: string | null;
          film_id?: number;
        };
        Relationships: [
          {
            foreignKeyName: "roles_actor_id_fkey";
            columns: ["actor_id"];
            isOneToOne: false;
            referencedRelation: "people";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "roles_film_id_fkey";
            columns: ["film_id"];
            isOneToOne: false;
            referencedRelation: "films";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "roles_film_id_fkey";
            columns: ["film_id"];
            isOneToOne: false;
            referencedRelation: "released_films";
            referencedColumns: ["id"];
          },
        ];
      };
      trailers: {
        Row: {
          film_id: number;
          url: string;
        };
        Insert: {
          film_id?: number;
          url: string;
        };
        Update: {
          film_id?: number;
          url?: string;
        };
        Relationships: [
          {
            foreignKeyName: "trailers_film_id_fkey";
            columns: ["film_id"];
            isOneToOne: true;
            referencedRelation: "films";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "trailers_film_id_fkey";
            columns: ["film_id"];
            isOneToOne: true;
            referencedRelation: "released_films";
            referencedColumns: ["id"];
          },
        ];
      };
    };
    Views: {
      released_films: {
        Row: {
          director_id: string;
          id: number;
          title: string;
        };
        Relationships: [
          {
            foreignKeyName: "films_director_id_fkey";
            columns: ["director_id"];
            isOneToOne: false;
            referencedRelation: "people";
            referencedColumns: ["id"];
          },
        ];
      };
    };
    Functions: {
      clock: {
        Args: never;
        Returns: string;
      };
      films_by: {
        Args: { director: string; top?: number };
        Returns: Database["public"]["Tables"]["films"]["Row"][];
        SetofOptions: {
          from: "*";
          to: "films";
          isOneToOne: false;
          isSetofReturn: true;
        };
      };
      import: {
        Args: Record<string, unknown>;
        Returns: number;
      };
      latest: {
        Args: never;
        Returns: Database["public"]["Tables"]["films"]["Row"] | null;
        SetofOptions: {
          from: "*";
          to: "films";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      nobodys: {
        Args: never;
        Returns: boolean;
      };
      points: {
        Args: never;
        Returns: { label?: string; x: number }[];
      };
      rename: {
        Args: { id: number; to: string | null };
        Returns: undefined;
      };
    };
    Enums: {
      films_stage: "idea" | "shooting" | "released";
    };
    CompositeTypes: {
      [_ in never]: never;
    };
  };
};

type PublicSchema = Database["public"];
type Relations = PublicSchema["Tables"] & PublicSchema["Views"];
type InPublic = { schema: "public" };
type Part<Group, Name, Key extends string> = Name extends keyof Group
  ? Group[Name] extends { [K in Key]: infer Type }
    ? Type
    : never
  : never;
type Chosen<Name, In> = Name extends InPublic ? In : Name;

export type Tables<
  Name extends keyof Relations | InPublic,
  In extends Name extends InPublic ? keyof Relations : never = never,
> = Part<Relations, Chosen<Name, In>, "Row">;

export type TablesInsert<
  Name extends keyof PublicSchema["Tables"] | InPublic,
  In extends Name extends InPublic ? keyof PublicSchema["Tables"] : never = never,
> = Part<PublicSchema["Tables"], Chosen<Name, In>, "Insert">;

export type TablesUpdate<
  Name extends keyof PublicSchema["Tables"] | InPublic,
  In extends Name extends InPublic ? keyof PublicSchema["Tables"] : never = never,
> = Part<PublicSchema["Tables"], Chosen<Name, In>, "Update">;

export type Enums<
  Name extends keyof PublicSchema["Enums"] | InPublic,
  In extends Name extends InPublic ? keyof PublicSchema["Enums"] : never = never,
> = PublicSchema["Enums"][Extract<Chosen<Name, In>, keyof PublicSchema["Enums"]>];

export type CompositeTypes<
  Name extends keyof PublicSchema["CompositeTypes"] | InPublic,
  In extends Name extends InPublic ? keyof PublicSchema["CompositeTypes"] : never = never,
> = PublicSchema["CompositeTypes"][Extract<Chosen<Name, In>, keyof PublicSchema["CompositeTypes"]>];

export const Constants = {
  public: {
    Enums: {
      films_stage: ["idea", "shooting", "released"],
    },
  },
} as const;
